#ifndef TELEMACHUS_MATCHING_REQUEST_REQUEST_RULES_H_
#define TELEMACHUS_MATCHING_REQUEST_REQUEST_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/registry/v1/facts.pb.h"

// What may be asked for, and what may be done with a request in which state. Pure.
namespace telemachus::matching {

// Requests that one member may have open at a time.
inline constexpr int kOpenRequests = 2;
// How long a broker has a claimed request to themselves.
inline constexpr absl::Duration kClaim = absl::Hours(24);
// How long an invitation waits for the member's word.
inline constexpr absl::Duration kInvitation = absl::Hours(24 * 30);

// The seat in which the mentee asks: the one named, or their only present one. A fault on
// `request.membership` if it is none of theirs, has ended, or they have several and named none.
absl::StatusOr<registry::v1::PersonFacts::Seat> SeatOfRequest(
    const v1::Request& request, const registry::v1::PersonFacts& mentee);

// Whether the request asks for what exists and the policy allows: needs and role from the
// catalogue, no need twice, a kind that is offered, the same party where the kind demands it.
absl::Status CheckAsked(const v1::Request& request, const registry::v1::CatalogueCodes& codes,
                        const registry::v1::Policy& policy);

// FAILED_PRECONDITION, REASON_TOO_MANY_REQUESTS, from kOpenRequests on.
absl::Status CheckOpen(int open_requests);

// Where a request stands among those that wait: smaller goes first, then the older one. A re-match
// without fault goes before all others.
inline constexpr int kRematchRank = 0;
int QueueRank(programme::v1::Urgency urgency);

// Whether brokers look for mentors in this state; and WRONG_STATE where they do not.
bool LooksForMentors(v1::Request::State state);
absl::Status CheckSearching(const v1::Request& request);

// Takes the request in hand; ABORTED if somebody else has it.
absl::Status Claim(const std::string& broker, absl::Time now, v1::Request& request);
// Whether `person` has the request in hand.
bool Holds(const v1::Request& request, const std::string& person, absl::Time now);

// The member's word on an invitation.
absl::Status Confirm(v1::Request& request);
// The mentee's withdrawal; any time before the match.
absl::Status Withdraw(v1::Request& request);

// One step outward, as far as the mentee's wish about the other nation goes. False at the end.
bool MoveOutward(v1::Request& request);

// What `person` may see of it: whom to avoid is the mentee's alone, who brokers is the brokers'.
v1::Request SeenBy(const std::string& person, v1::Request request);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_REQUEST_RULES_H_
