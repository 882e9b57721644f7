#include "registry/national/policy_bounds.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "telemachus/field/v1/rule.pb.h"

namespace telemachus::registry {
namespace {

constexpr int kMostAftercareMonths = 3;
constexpr int kLeastRematchDays = 7;
constexpr int kMostRematchDays = 60;
constexpr int kMostHoldHours = 14 * 24;

v1::PolicyBound Between(const char* field, int64_t minimum, int64_t maximum) {
  v1::PolicyBound bound;
  bound.set_field(field);
  bound.mutable_numbers()->set_minimum(minimum);
  bound.mutable_numbers()->set_maximum(maximum);
  return bound;
}

std::vector<v1::PolicyBound> MakeLimits() {
  v1::PolicyBound reach;
  reach.set_field("first_reach");
  for (const auto code :
       {programme::v1::REACH_AUTHORITY, programme::v1::REACH_REGION, programme::v1::REACH_NATION}) {
    reach.mutable_codes()->add_allowed(programme::v1::Reach_Name(code));
  }
  return {reach, Between("aftercare_months", 0, kMostAftercareMonths),
          Between("former_member_months", 0, kMostFormerMonths),
          Between("rematch_days", kLeastRematchDays, kMostRematchDays),
          Between("hold_hours", 1, kMostHoldHours)};
}

v1::PolicyBound BoundOfField(const PolicyRow& row) {
  const field::v1::Rule& rule = row.options().GetExtension(field::v1::rule);
  if (row.cpp_type() == PolicyRow::CPPTYPE_INT32) {
    return Between(row.name().c_str(), rule.minimum(), rule.maximum());
  }
  v1::PolicyBound bound;
  bound.set_field(row.name());
  if (row.cpp_type() != PolicyRow::CPPTYPE_ENUM) return bound;
  for (int i = 0; i < row.enum_type()->value_count(); ++i) {
    const auto& code = *row.enum_type()->value(i);
    if (code.number() != 0 || !rule.required()) bound.mutable_codes()->add_allowed(code.name());
  }
  return bound;
}

bool Allows(const v1::CodeBound& codes, const PolicyRow& row, int64_t code) {
  return std::any_of(codes.allowed().begin(), codes.allowed().end(), [&](const std::string& name) {
    const auto* const allowed = row.enum_type()->FindValueByName(name);
    return allowed != nullptr && allowed->number() == code;
  });
}

int64_t Nearest(const v1::NumberBound& numbers, int64_t number) {
  if (numbers.has_maximum()) number = std::min(number, numbers.maximum());
  return numbers.has_minimum() ? std::max(number, numbers.minimum()) : number;
}

// Whether a list holds the same codes, in whatever order.
bool SameCodes(RowValue one, RowValue other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  return one == other;
}

bool Allows(const v1::PolicyBound& bound, const PolicyRow& row, const RowValue& chosen,
            const RowValue& standard) {
  switch (bound.bound_case()) {
    case v1::PolicyBound::kNumbers:
      return Nearest(bound.numbers(), chosen[0]) == chosen[0];
    case v1::PolicyBound::kCodes:
      return std::all_of(chosen.begin(), chosen.end(),
                         [&](int64_t code) { return Allows(bound.codes(), row, code); });
    case v1::PolicyBound::kFixed:
      return SameCodes(chosen, standard);
    default:
      return true;
  }
}

// What the bound leaves of `chosen`, which it does not allow.
RowValue LeftOf(const v1::PolicyBound& bound, const PolicyRow& row, const RowValue& chosen,
                const RowValue& standard) {
  if (bound.has_numbers()) return {Nearest(bound.numbers(), chosen[0])};
  RowValue left;
  if (bound.has_codes()) {
    std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(left),
                 [&](int64_t code) { return Allows(bound.codes(), row, code); });
  }
  return left.empty() ? standard : left;
}

programme::v1::Text InBoth(absl::string_view welsh, absl::string_view english) {
  programme::v1::Text text;
  text.set_welsh(std::string(welsh));
  text.set_english(std::string(english));
  return text;
}

programme::v1::Text ReasonOfNumbers(const v1::NumberBound& numbers, absl::string_view welsh,
                                    absl::string_view english) {
  if (!numbers.has_minimum()) {
    return InBoth(absl::StrCat("Mae'r ", welsh, " yn caniatáu ", numbers.maximum(), " ar y mwyaf."),
                  absl::StrCat("The ", english, " allows at most ", numbers.maximum(), "."));
  }
  if (!numbers.has_maximum()) {
    return InBoth(absl::StrCat("Mae'r ", welsh, " yn gofyn am ", numbers.minimum(), " o leiaf."),
                  absl::StrCat("The ", english, " asks for at least ", numbers.minimum(), "."));
  }
  return InBoth(absl::StrCat("Mae'r ", welsh, " yn caniatáu o ", numbers.minimum(), " hyd at ",
                             numbers.maximum(), "."),
                absl::StrCat("The ", english, " allows from ", numbers.minimum(), " to ",
                             numbers.maximum(), "."));
}

}  // namespace

const std::vector<v1::PolicyBound>& ProgrammeLimits() {
  static const auto* const limits = new std::vector<v1::PolicyBound>(MakeLimits());
  return *limits;
}

v1::PolicyBound LimitOf(const PolicyRow& row) {
  for (const v1::PolicyBound& limit : ProgrammeLimits()) {
    if (limit.field() == row.name()) return limit;
  }
  return BoundOfField(row);
}

bool IsWithin(const v1::PolicyBound& bound, const v1::Policy& defaults, const v1::Policy& policy) {
  const PolicyRow* const row = FindChoiceRow(bound.field());
  return row == nullptr || Allows(bound, *row, ValueOf(*row, policy), ValueOf(*row, defaults));
}

bool Confine(const v1::PolicyBound& bound, const v1::Policy& defaults, v1::Policy& policy) {
  if (IsWithin(bound, defaults, policy)) return false;
  const PolicyRow& row = *FindChoiceRow(bound.field());
  SetValue(row, LeftOf(bound, row, ValueOf(row, policy), ValueOf(row, defaults)), policy);
  return true;
}

std::string Demand(const v1::PolicyBound& bound) {
  if (bound.has_fixed()) return "must be the national default";
  if (bound.has_codes()) {
    return absl::StrCat("must be of ", absl::StrJoin(bound.codes().allowed(), ", "));
  }
  const v1::NumberBound& numbers = bound.numbers();
  if (!numbers.has_minimum()) return absl::StrCat("must be at most ", numbers.maximum());
  if (!numbers.has_maximum()) return absl::StrCat("must be at least ", numbers.minimum());
  return absl::StrCat("must be from ", numbers.minimum(), " to ", numbers.maximum());
}

programme::v1::Text ReasonOf(const v1::PolicyBound& bound, BoundedBy by) {
  const bool nation = by == BoundedBy::kNation;
  const absl::string_view welsh = nation ? "corff cenedlaethol" : "rhaglen";
  const absl::string_view english = nation ? "national body" : "programme";
  if (bound.has_numbers()) return ReasonOfNumbers(bound.numbers(), welsh, english);
  if (bound.has_fixed()) {
    return InBoth(absl::StrCat("Nid yw'r ", welsh, " yn gadael dewis yma."),
                  absl::StrCat("The ", english, " leaves no choice here."));
  }
  return InBoth(absl::StrCat("Nid yw'r ", welsh, " yn caniatáu'r dewis hwn."),
                absl::StrCat("The ", english, " does not allow this choice."));
}

}  // namespace telemachus::registry
