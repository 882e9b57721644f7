#ifndef TELEMACHUS_REGISTRY_AUTHORITY_NATIONAL_POLICY_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_NATIONAL_POLICY_H_

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/authority.pb.h"

// What the national body says of policies: the default, and how far an authority may go from it.
namespace telemachus::registry {

// The default: version 0 of every authority's policy, in force until it sets one of its own.
v1::Policy NationalPolicy(absl::string_view authority);

// Bounds within what the fields hold at all.
inline constexpr int kMostOutwardDays = 180;    // before a request without a mentor moves on
inline constexpr int kMostPlannedMonths = 36;   // of a pair; longer ones are reviewed yearly
inline constexpr int kMostRematchDays = 60;     // after the first meeting
inline constexpr int kMostHoldHours = 14 * 24;  // while others wait for the place
// The other nation opens by the mentee's own word, never by a policy.
inline constexpr auto kWidestFirstReach = programme::v1::REACH_NATION;

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_NATIONAL_POLICY_H_
