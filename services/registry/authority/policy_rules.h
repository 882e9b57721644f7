#ifndef TELEMACHUS_REGISTRY_AUTHORITY_POLICY_RULES_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_POLICY_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/authority.pb.h"

// What an authority may make its policy. Pure.
namespace telemachus::registry {

// Whether the policy lies within what the national body allows: INVALID_ARGUMENT with
// REASON_POLICY_OUT_OF_BOUNDS naming each field that does not; REASON_FIELD_OUT_OF_RANGE for a date
// before `latest_date`, that of the latest version (empty: there is none);
// REASON_FIELD_REPEATED for a kind that stands twice. Fields are paths from `policy`.
absl::Status CheckPolicy(const v1::Policy& policy, absl::string_view latest_date);

// Whether the caller sets the policy of the authority in `scope`: its officers and the nation's
// staff.
bool SetsPolicy(const access::Caller& caller, const access::Scope& scope);

// Whether a change from one policy to another changes what is known of the authority's mentors.
bool ChangesMentors(const v1::Policy& from, const v1::Policy& to);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_POLICY_RULES_H_
