#include "registry/succession/policy_heritage.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "registry/policy/effective_policy.h"
#include "registry/succession/succession_rules.h"

namespace telemachus::registry {
namespace {

constexpr int kMostGuidance = 20;  // as many as the fields hold
constexpr int kMostContacts = 10;

// The smaller of two numbers of which 0 says nothing.
int SmallerSaid(int one, int other) {
  if (one == 0 || other == 0) return std::max(one, other);
  return std::min(one, other);
}

void TakeKinds(const v1::Policy& other, v1::Policy& policy) {
  std::set<int> both;
  const std::set<int> offered(other.kinds().begin(), other.kinds().end());
  for (const int kind : policy.kinds()) {
    if (offered.contains(kind)) both.insert(kind);
  }
  policy.clear_kinds();
  for (const int kind : both) policy.add_kinds(static_cast<programme::v1::Kind>(kind));
}

void TakeTimes(const v1::Policy& other, v1::Policy& policy) {
  policy.set_outward_after_days(std::max(policy.outward_after_days(), other.outward_after_days()));
  policy.set_planned_months(SmallerSaid(policy.planned_months(), other.planned_months()));
  policy.set_aftercare_months(std::min(policy.aftercare_months(), other.aftercare_months()));
  policy.set_former_member_months(
      std::min(policy.former_member_months(), other.former_member_months()));
  policy.set_rematch_days(SmallerSaid(policy.rematch_days(), other.rematch_days()));
  policy.set_hold_hours(SmallerSaid(policy.hold_hours(), other.hold_hours()));
  policy.set_induction_months(SmallerSaid(policy.induction_months(), other.induction_months()));
  const std::string& start = other.scheme_start_date();
  const std::string& own = policy.scheme_start_date();
  if (!start.empty() && (own.empty() || start < own)) policy.set_scheme_start_date(start);
}

void TakeConditions(const v1::Policy& other, v1::Policy& policy) {
  policy.set_mentor_training(std::min(policy.mentor_training(), other.mentor_training()));
  policy.set_approval(std::max(policy.approval(), other.approval()));
  policy.set_party_rule(std::min(policy.party_rule(), other.party_rule()));
  policy.set_first_reach(std::min(policy.first_reach(), other.first_reach()));
  policy.set_agreement_form(std::max(policy.agreement_form(), other.agreement_form()));
  policy.set_mentee_orientation(std::max(policy.mentee_orientation(), other.mentee_orientation()));
  policy.set_officer_mentors(policy.officer_mentors() && other.officer_mentors());
  policy.set_members_offered_outside(policy.members_offered_outside() &&
                                     other.members_offered_outside());
  policy.set_documents_shareable(policy.documents_shareable() && other.documents_shareable());
  policy.set_outside_provider(policy.outside_provider() && other.outside_provider());
  policy.set_development_need_declared(policy.development_need_declared() ||
                                       other.development_need_declared());
}

void AddWords(const v1::Policy& other, v1::Policy& policy) {
  for (const std::string& guidance : other.guidance_adopted()) {
    const auto& had = policy.guidance_adopted();
    const bool known = std::find(had.begin(), had.end(), guidance) != had.end();
    if (!known && had.size() < kMostGuidance) policy.add_guidance_adopted(guidance);
  }
  for (const v1::Policy::KeyContact& contact : other.key_contacts()) {
    if (policy.key_contacts_size() < kMostContacts) *policy.add_key_contacts() = contact;
  }
}

void AllKinds(absl::Span<const v1::Policy> policies, v1::Policy& policy) {
  std::set<int> any;
  for (const v1::Policy& each : policies) any.insert(each.kinds().begin(), each.kinds().end());
  for (const int kind : any) policy.add_kinds(static_cast<programme::v1::Kind>(kind));
}

}  // namespace

v1::Policy StrictestOf(absl::Span<const v1::Policy> policies) {
  v1::Policy strictest = policies.front();
  for (const v1::Policy& other : policies.subspan(1)) {
    TakeKinds(other, strictest);
    TakeTimes(other, strictest);
    TakeConditions(other, strictest);
    AddWords(other, strictest);
  }
  if (strictest.kinds().empty()) AllKinds(policies, strictest);
  strictest.clear_name();
  strictest.clear_version();
  strictest.clear_effective_date();
  strictest.clear_create_time();
  strictest.clear_approving_body();
  strictest.clear_approval_date();
  strictest.clear_charter_evidence();
  return strictest;
}

std::vector<Inherited> HeritageOf(const Lifetime& heir, absl::Span<const Lifetime> predecessors,
                                  const PolicyBook& policies) {
  std::set<std::string> days;
  for (const Lifetime& each : predecessors) days.insert(EffectiveDate(each.end_date));
  // It took the place of the first of them, or was there before.
  const bool began_with_them =
      !days.empty() && !heir.start_date.empty() && EffectiveDate(heir.start_date) >= *days.begin();
  std::vector<Inherited> heritage;
  for (const std::string& day : days) {
    std::vector<v1::Policy> parts;
    bool any_set = false;
    for (const Lifetime& each : predecessors) {
      if (EffectiveDate(each.end_date) > day) continue;
      parts.push_back(policies.On(each.authority, each.end_date));
      any_set = any_set || parts.back().name() != DefaultName(each.authority) ||
                policies.Inherits(each.authority, each.end_date);
    }
    if (!any_set) continue;
    if (!began_with_them) parts.push_back(policies.DefaultOn(heir.authority, day));
    if (parts.size() == 1) {
      heritage.push_back({.from_date = day, .policy = std::move(parts.front())});
      continue;
    }
    v1::Policy policy = StrictestOf(parts);
    policy.set_name(DefaultName(heir.authority));
    policy.set_effective_date(day);
    heritage.push_back({.from_date = day, .policy = std::move(policy)});
  }
  return heritage;
}

}  // namespace telemachus::registry
