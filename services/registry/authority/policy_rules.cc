#include "registry/authority/policy_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "registry/authority/national_policy.h"

namespace telemachus::registry {
namespace {

void Bound(absl::string_view field, int value, int most, status::FieldFaults& faults) {
  if (value <= most) return;
  faults.Add(absl::StrCat("policy.", field), status::v1::REASON_POLICY_OUT_OF_BOUNDS,
             absl::StrCat("the national body allows at most ", most));
}

void CheckKinds(const v1::Policy& policy, status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < policy.kinds_size(); ++i) {
    if (seen.insert(policy.kinds(i)).second) continue;
    faults.Add(absl::StrCat("policy.kinds[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

}  // namespace

absl::Status CheckPolicy(const v1::Policy& policy, absl::string_view latest_date) {
  status::FieldFaults faults;
  if (absl::string_view(policy.effective_date()) < latest_date) {
    faults.Add(
        "policy.effective_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
        absl::StrCat("must not be before ", latest_date, ", where the latest version begins"));
  }
  CheckKinds(policy, faults);
  if (policy.first_reach() > kWidestFirstReach) {
    faults.Add("policy.first_reach", status::v1::REASON_POLICY_OUT_OF_BOUNDS,
               "mentors of the other nation are the mentee's choice alone");
  }
  Bound("outward_after_days", policy.outward_after_days(), kMostOutwardDays, faults);
  Bound("planned_months", policy.planned_months(), kMostPlannedMonths, faults);
  Bound("rematch_days", policy.rematch_days(), kMostRematchDays, faults);
  Bound("hold_hours", policy.hold_hours(), kMostHoldHours, faults);
  return faults.ToStatus();
}

bool SetsPolicy(const access::Caller& caller, const access::Scope& scope) {
  return caller.HasIn(access::Role::ROLE_OFFICER, scope) ||
         caller.HasIn(access::Role::ROLE_NATIONAL, scope);
}

bool ChangesMentors(const v1::Policy& from, const v1::Policy& to) {
  return from.members_offered_outside() != to.members_offered_outside() ||
         from.former_member_months() != to.former_member_months();
}

}  // namespace telemachus::registry
