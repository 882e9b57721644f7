#ifndef TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_RULES_H_
#define TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/status.h"
#include "telemachus/registry/v1/national_policy.pb.h"

// What a nation may lay down for policies. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// Whether a nation may lay this down from its date on: INVALID_ARGUMENT naming each field that is
// wrong, as a path from `national_policy`. `latest_date` is that of the latest version, which has
// not been withdrawn (empty: there is none).
absl::Status CheckNationalPolicy(const v1::NationalPolicy& policy, absl::string_view today,
                                 absl::string_view latest_date);

// Adds a fault for each code that stands twice in a list of the policy at `path`.
void CheckCodesOnce(const v1::Policy& policy, absl::string_view path, status::FieldFaults& faults);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_RULES_H_
