#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_RULES_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/person.pb.h"

// Party and political group of a seat's holder, from day to day. Pure. Days are YYYY-MM-DD; an
// affiliation without a start began with the seat. What a membership holds is in order and without
// overlaps, before and after.
namespace telemachus::registry {

// More changes than anybody makes in a lifetime of seats.
inline constexpr int kMostAffiliations = 100;

// The affiliation on a day; after the end of the membership, that of its last day. Empty if none.
v1::Affiliation AffiliationOn(const v1::Membership& membership, absl::string_view day);

// Sets `party` and `political_group` to what they are on the day.
void SetPresent(absl::string_view day, v1::Membership& membership);

// Records an affiliation from its first day on, in place of what was recorded from then on.
// INVALID_ARGUMENT if it begins outside the membership, or there are kMostAffiliations already;
// fields are paths from `affiliation`.
absl::Status Affiliate(const v1::Affiliation& asked, v1::Membership& membership);

// Makes the last affiliation end with the membership, and drops those that would begin later.
// `last_end_date` is the end that the membership had before.
void EndAffiliations(const std::string& last_end_date, v1::Membership& membership);

// Takes the holder out of a group that ends on a day; the party stays. True if that changed
// anything.
bool LeaveGroup(const std::string& group, const std::string& end_date, v1::Membership& membership);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_RULES_H_
