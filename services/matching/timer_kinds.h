#ifndef TELEMACHUS_MATCHING_TIMER_KINDS_H_
#define TELEMACHUS_MATCHING_TIMER_KINDS_H_

#include <string>
#include <utility>

#include "absl/strings/str_split.h"

// The timers of this service, and what they are about.
namespace telemachus::matching {

// The place held for an offer ends. Subject: request and mentor.
inline constexpr char kHoldTimer[] = "matching.hold";
// The mentor asked has not answered in time. Subject: the match.
inline constexpr char kAnswerTimer[] = "matching.answer";
// A request made for a member was not confirmed. Subject: the request.
inline constexpr char kInvitationTimer[] = "matching.invitation";
// A request without a mentor looks further from home. Subject: the request.
inline constexpr char kOutwardTimer[] = "matching.outward";

// The subject of a hold's timer, and what it names: request and mentor.
inline std::string HoldSubject(const std::string& request, const std::string& mentor) {
  return request + "|" + mentor;
}
inline std::pair<std::string, std::string> ParseHoldSubject(const std::string& subject) {
  return absl::StrSplit(subject, absl::MaxSplits('|', 1));
}

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_TIMER_KINDS_H_
