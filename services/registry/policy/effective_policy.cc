#include "registry/policy/effective_policy.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/national/policy_rows.h"

namespace telemachus::registry {
namespace {

using Explanation = v1::PolicyExplanation;

void ConfineBy(const v1::PolicyBound& bound, BoundedBy by, const v1::Policy& defaults,
               EffectivePolicy& effective) {
  if (Confine(bound, defaults, effective.policy)) effective.confined.push_back({bound, by});
}

Explanation::Source SourceOf(const PolicyRow& row, const Choice& choice) {
  if (choice.own != nullptr) {
    return IsLeftOpen(row, *choice.own) ? Explanation::SOURCE_NATIONAL_DEFAULT
                                        : Explanation::SOURCE_AUTHORITY;
  }
  return choice.inherited != nullptr ? Explanation::SOURCE_PREDECESSORS
                                     : Explanation::SOURCE_NATIONAL_DEFAULT;
}

// Marks the row that a bound put back.
void Mark(const Confinement& confined, Explanation& explanation) {
  const auto row = std::find_if(
      explanation.mutable_rows()->begin(), explanation.mutable_rows()->end(),
      [&](const Explanation::Row& each) { return each.field() == confined.bound.field(); });
  if (row == explanation.mutable_rows()->end()) return;
  row->set_source(confined.by == BoundedBy::kNation ? Explanation::SOURCE_NATIONAL_BOUND
                                                    : Explanation::SOURCE_PROGRAMME_LIMIT);
  *row->mutable_bound() = confined.bound;
  *row->mutable_reason() = ReasonOf(confined.bound, confined.by);
}

}  // namespace

EffectivePolicy Within(const v1::NationalPolicy& national, const v1::Policy& chosen) {
  const v1::Policy& defaults = national.defaults();
  EffectivePolicy effective{.policy = chosen, .confined = {}};
  for (const PolicyRow* row : ChoiceRows()) {
    if (IsLeftOpen(*row, chosen)) SetValue(*row, ValueOf(*row, defaults), effective.policy);
  }
  for (const v1::PolicyBound& bound : national.bounds()) {
    ConfineBy(bound, BoundedBy::kNation, defaults, effective);
  }
  for (const v1::PolicyBound& limit : ProgrammeLimits()) {
    ConfineBy(limit, BoundedBy::kProgramme, defaults, effective);
  }
  return effective;
}

std::string DefaultName(const std::string& authority) {
  return absl::StrCat(authority, "/policies/0");
}

v1::Policy DefaultFor(const std::string& authority, const v1::NationalPolicy& national) {
  v1::Policy policy = national.defaults();
  policy.set_name(DefaultName(authority));
  return policy;
}

v1::PolicyExplanation Explain(const std::string& authority, const v1::NationalPolicy& national,
                              const Choice& choice) {
  const v1::Policy* const chosen = choice.own != nullptr ? choice.own : choice.inherited;
  Explanation explanation;
  explanation.set_national_policy(national.name());
  if (chosen != nullptr && chosen->version() > 0) {
    explanation.set_authority_policy(chosen->name());
  }
  std::vector<const PolicyRow*> rows = ChoiceRows();
  rows.insert(rows.end(), StatementRows().begin(), StatementRows().end());
  std::sort(rows.begin(), rows.end(),
            [](const PolicyRow* a, const PolicyRow* b) { return a->number() < b->number(); });
  for (const PolicyRow* row : rows) {
    Explanation::Row& said = *explanation.add_rows();
    said.set_field(row->name());
    said.set_source(SourceOf(*row, choice));
  }
  if (chosen == nullptr) {
    *explanation.mutable_policy() = DefaultFor(authority, national);
    return explanation;
  }
  EffectivePolicy effective = Within(national, *chosen);
  for (const Confinement& confined : effective.confined) Mark(confined, explanation);
  *explanation.mutable_policy() = std::move(effective.policy);
  return explanation;
}

}  // namespace telemachus::registry
