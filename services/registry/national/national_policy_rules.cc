#include "registry/national/national_policy_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/national/policy_bounds.h"
#include "registry/national/policy_rows.h"

namespace telemachus::registry {
namespace {

constexpr char kDefaults[] = "national_policy.defaults";

void CheckDate(const v1::NationalPolicy& policy, absl::string_view today,
               absl::string_view latest_date, status::FieldFaults& faults) {
  const absl::string_view date = policy.defaults().effective_date();
  const std::string field = absl::StrCat(kDefaults, ".effective_date");
  if (date <= today) {
    faults.Add(field, status::v1::REASON_FIELD_OUT_OF_RANGE, "must be to come");
  } else if (date < latest_date) {
    faults.Add(
        field, status::v1::REASON_FIELD_OUT_OF_RANGE,
        absl::StrCat("must not be before ", latest_date, ", where the latest version begins"));
  }
}

// Whether the bound is of the kind that its row takes.
bool Fits(const v1::PolicyBound& bound, const PolicyRow& row) {
  switch (bound.bound_case()) {
    case v1::PolicyBound::kNumbers:
      return row.cpp_type() == PolicyRow::CPPTYPE_INT32;
    case v1::PolicyBound::kCodes:
      return row.cpp_type() == PolicyRow::CPPTYPE_ENUM;
    default:
      return true;
  }
}

void CheckNumbers(const v1::NumberBound& numbers, const v1::NumberBound& limit,
                  const std::string& path, status::FieldFaults& faults) {
  if (!numbers.has_minimum() && !numbers.has_maximum()) {
    faults.Add(path, status::v1::REASON_FIELD_REQUIRED, "must have an end");
  }
  if (numbers.has_minimum() && numbers.has_maximum() && numbers.minimum() > numbers.maximum()) {
    faults.Add(absl::StrCat(path, ".minimum"), status::v1::REASON_FIELD_CONFLICT,
               "must not be above the maximum");
  }
  const auto check = [&](const char* end, bool set, int64_t number) {
    if (!set || (number >= limit.minimum() && number <= limit.maximum())) return;
    faults.Add(absl::StrCat(path, ".", end), status::v1::REASON_FIELD_OUT_OF_RANGE,
               absl::StrCat("must be from ", limit.minimum(), " to ", limit.maximum(),
                            ", the programme's limits"));
  };
  check("minimum", numbers.has_minimum(), numbers.minimum());
  check("maximum", numbers.has_maximum(), numbers.maximum());
}

void CheckCodes(const v1::CodeBound& codes, const v1::CodeBound& limit, const std::string& path,
                status::FieldFaults& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < codes.allowed_size(); ++i) {
    const std::string& code = codes.allowed(i);
    const std::string field = absl::StrCat(path, ".allowed[", i, "]");
    if (std::find(limit.allowed().begin(), limit.allowed().end(), code) == limit.allowed().end()) {
      faults.Add(field, status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                 "is no code that the programme allows in this row");
    } else if (!seen.insert(code).second) {
      faults.Add(field, status::v1::REASON_FIELD_REPEATED, "stands in the list already");
    }
  }
}

void CheckBound(const v1::PolicyBound& bound, const std::string& path,
                status::FieldFaults& faults) {
  const PolicyRow* const row = FindChoiceRow(bound.field());
  if (row == nullptr) {
    faults.Add(absl::StrCat(path, ".field"), status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no row of a policy that can be bounded");
  } else if (!Fits(bound, *row)) {
    faults.Add(path, status::v1::REASON_FIELD_CONFLICT, "is not the bound of such a row");
  } else if (bound.has_numbers()) {
    CheckNumbers(bound.numbers(), LimitOf(*row).numbers(), absl::StrCat(path, ".numbers"), faults);
  } else if (bound.has_codes()) {
    CheckCodes(bound.codes(), LimitOf(*row).codes(), absl::StrCat(path, ".codes"), faults);
  }
}

void CheckBounds(const v1::NationalPolicy& policy, status::FieldFaults& faults) {
  std::set<std::string> bounded;
  for (int i = 0; i < policy.bounds_size(); ++i) {
    const std::string path = absl::StrCat("national_policy.bounds[", i, "]");
    CheckBound(policy.bounds(i), path, faults);
    if (!bounded.insert(policy.bounds(i).field()).second) {
      faults.Add(absl::StrCat(path, ".field"), status::v1::REASON_FIELD_REPEATED,
                 "is bounded already");
    }
  }
}

// The defaults say every row that authorities may leave to the nation, and none that only they can
// say.
void CheckComplete(const v1::Policy& defaults, status::FieldFaults& faults) {
  for (const PolicyRow* row : ChoiceRows()) {
    if (!IsLeftOpen(*row, defaults)) continue;
    faults.Add(absl::StrCat(kDefaults, ".", row->name()), status::v1::REASON_FIELD_REQUIRED,
               "must be set");
  }
  const google::protobuf::Reflection& reflection = *v1::Policy::GetReflection();
  for (const PolicyRow* row : StatementRows()) {
    const bool set = row->is_repeated() ? reflection.FieldSize(defaults, row) > 0
                                        : reflection.HasField(defaults, row);
    if (!set) continue;
    faults.Add(absl::StrCat(kDefaults, ".", row->name()), status::v1::REASON_FIELD_CONFLICT,
               "only an authority can say this");
  }
}

void CheckWithin(const v1::PolicyBound& bound, const v1::Policy& defaults,
                 status::FieldFaults& faults) {
  if (IsWithin(bound, defaults, defaults)) return;
  faults.Add(absl::StrCat(kDefaults, ".", bound.field()), status::v1::REASON_POLICY_OUT_OF_BOUNDS,
             Demand(bound));
}

}  // namespace

void CheckCodesOnce(const v1::Policy& policy, absl::string_view path, status::FieldFaults& faults) {
  for (const PolicyRow* row : ChoiceRows()) {
    std::set<int64_t> seen;
    int place = 0;
    for (const int64_t code : ValueOf(*row, policy)) {
      if (!seen.insert(code).second) {
        faults.Add(absl::StrCat(path, ".", row->name(), "[", place, "]"),
                   status::v1::REASON_FIELD_REPEATED, "stands in the list already");
      }
      ++place;
    }
  }
}

absl::Status CheckNationalPolicy(const v1::NationalPolicy& policy, absl::string_view today,
                                 absl::string_view latest_date) {
  status::FieldFaults faults;
  CheckDate(policy, today, latest_date, faults);
  CheckBounds(policy, faults);
  CheckComplete(policy.defaults(), faults);
  CheckCodesOnce(policy.defaults(), kDefaults, faults);
  // What a wrong bound asks for says nothing of the defaults.
  RETURN_IF_ERROR(faults.ToStatus());
  for (const v1::PolicyBound& bound : policy.bounds()) {
    CheckWithin(bound, policy.defaults(), faults);
  }
  for (const v1::PolicyBound& limit : ProgrammeLimits()) {
    CheckWithin(limit, policy.defaults(), faults);
  }
  return faults.ToStatus();
}

}  // namespace telemachus::registry
