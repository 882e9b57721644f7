#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_CHANGES_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_CHANGES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/national_policy.pb.h"

// What follows from a policy: events, and what other services must know of mentors from the day on
// which it applies. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Of a version that was recorded. `before` is what has applied to the authority until now; where
// the version applies today, its mentors are told of here, else a timer does it on the day.
absl::Status PolicyAdded(sql::Transaction& transaction, const std::string& authority,
                         const v1::Policy& before, const v1::Policy& policy, absl::Time now);
// Of a version that will never apply.
absl::Status PolicyWithdrawn(sql::Transaction& transaction, const std::string& authority,
                             const v1::Policy& policy, absl::Time now);

// The same of what a nation lays down, which is always to come.
absl::Status NationalPolicyAdded(sql::Transaction& transaction, const std::string& nation,
                                 const v1::NationalPolicy& policy, absl::Time now);
absl::Status NationalPolicyWithdrawn(sql::Transaction& transaction, const std::string& nation,
                                     const v1::NationalPolicy& policy, absl::Time now);

// The effect of kPolicyAppliesTimer: tells of the mentors for whom the policy changes something.
absl::Status ApplyPolicy(sql::Transaction& transaction, const std::string& policy, absl::Time now);
// The effect of kNationalPolicyAppliesTimer: finds the authorities for whose mentors it changes
// something, and leaves each to kMentorsFollowTimer, for together they may be many.
absl::Status ApplyNationalPolicy(sql::Transaction& transaction, const std::string& policy,
                                 absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_CHANGES_H_
