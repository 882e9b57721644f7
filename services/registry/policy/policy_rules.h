#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_RULES_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "registry/policy/policy_record.h"
#include "telemachus/registry/v1/national_policy.pb.h"
#include "telemachus/registry/v1/policy_version.pb.h"

// What an authority may make its policy. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// What a new version is measured by.
struct PolicyMeasure {
  // What the nation lays down for the day on which the version begins.
  v1::NationalPolicy national;
  std::string today;
  // When the latest version begins that was not withdrawn; empty: there is none.
  std::string latest_date;
};

// Whether an authority may make this its policy: INVALID_ARGUMENT naming each field that is wrong,
// as a path from `policy`; REASON_POLICY_OUT_OF_BOUNDS for what the nation or the programme does
// not allow.
absl::Status CheckPolicy(const v1::Policy& policy, const PolicyMeasure& measure);

// Whether the caller sets the policy of the authority in `scope`: its officers and the nation's
// staff.
bool SetsPolicy(const access::Caller& caller, const access::Scope& scope);

// Whether a change from one policy to another changes what is known of the authority's mentors.
bool ChangesMentors(const v1::Policy& from, const v1::Policy& to);

// A version as it is today, where the number of the one that applies is `applying`.
v1::PolicyVersion VersionOf(const StoredPolicy& stored, absl::string_view today, int64_t applying);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_RULES_H_
