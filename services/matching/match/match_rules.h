#ifndef TELEMACHUS_MATCHING_MATCH_MATCH_RULES_H_
#define TELEMACHUS_MATCHING_MATCH_MATCH_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "matching/match/match_record.h"
#include "matching/request/request_record.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/facts.pb.h"

// What may become of a choice, and by whose word. Pure.
namespace telemachus::matching {

// How often approval may be refused for one request.
inline constexpr int kRefusals = 2;
// Working days an approver has; then the regional adviser decides.
inline constexpr int kApprovalDays = 10;

// The mentor's yes: accepted, or confirmed at once where the policy asks for no approval.
absl::Status Accept(const registry::v1::Policy& policy, absl::Time now, v1::Match& match);
// The mentor's no.
absl::Status Decline(v1::Match& match);
// Approval; and its refusal on a ground, at most kRefusals times for one request.
absl::Status Approve(absl::Time now, v1::Match& match);
absl::Status Refuse(v1::RefusalGround ground, int refusals, v1::Match& match);

// Whether the caller may decide about the match under the policy: the officer or the panel of the
// authority; the regional adviser too once refusals are used up or the time since acceptance has
// passed. Never somebody
// who is part of it.
bool MayApprove(const access::Caller& caller, const StoredRequest& request,
                const StoredMatch& stored, absl::Time now);

// Whether staff in scope have to do with a match in this state.
bool SeenByStaff(v1::Match::State state);

// The other side of the match, as a person; empty if `person` is no party to it.
std::string CounterpartOf(const std::string& person, const v1::Match& match);

// What `person` may see of it: names and contact are the parties', contact only once accepted, the
// ground of a refusal the mentee's alone. `counterpart` is looked at for a party.
v1::Match SeenBy(const std::string& person, v1::Match match,
                 const registry::v1::PersonFacts& counterpart);

// The mentor as a person, and the person as a mentor.
std::string PersonOf(const std::string& mentor);
std::string MentorOf(const std::string& person);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_MATCH_MATCH_RULES_H_
