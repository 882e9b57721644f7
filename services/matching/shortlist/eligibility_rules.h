#ifndef TELEMACHUS_MATCHING_SHORTLIST_ELIGIBILITY_RULES_H_
#define TELEMACHUS_MATCHING_SHORTLIST_ELIGIBILITY_RULES_H_

#include <optional>
#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::matching {

// All that decides whether a mentor may be offered for a request, gathered beforehand.
struct Search {
  v1::Request request;
  registry::v1::PersonFacts mentee;
  // The seat in which the mentee asks.
  registry::v1::PersonFacts::Seat seat;
  // The policy that governs the request.
  registry::v1::Policy policy;
  // How far mentors are looked for now.
  programme::v1::Reach reach = programme::v1::REACH_AUTHORITY;
  // People who broker or approve this request: none of them may be its mentor.
  std::set<std::string> brokers;
  // People with whom the mentee had a pair that ended.
  std::set<std::string> ended_with;
  absl::CivilDay today;
};

// The hard rule that removes the mentor, or nothing. Rules are tried in the order of their numbers
// but for those that are nobody's to know, which are merged into HARD_RULE_NOT_AVAILABLE and come
// first, so that a count never depends on a secret. `free_places` are those free at this moment,
// a place held for this very request counted as free.
std::optional<v1::HardRule> RemovedBy(const Search& search, const registry::v1::MentorFacts& mentor,
                                      int free_places);

// A new member counts as one for this long where their authority's policy says nothing.
inline constexpr int kNewMemberMonths = 9;

// Whether the mentee was a new member on the day of the request: first elected to any seat no
// longer ago than the policy's induction lasts. Who asked while new stays so for that request,
// however long it waits. Without a known first day nobody is new.
bool IsForNewMember(const Search& search);

// What party means for the request: the mentee's word, else the policy's; always the same party in
// political group mentoring.
programme::v1::PartyRule PartyRuleOf(const v1::Request& request,
                                     const registry::v1::Policy& policy);

// The seat in which the mentor is looked at: one still held before one given up, then one in the
// mentee's authority before another, then the first. Nothing if they never held one.
const registry::v1::PersonFacts::Seat* SeatOf(const Search& search,
                                              const registry::v1::MentorFacts& mentor);

// How far the mentor's seat lies from the mentee's.
programme::v1::Reach DistanceOf(const registry::v1::PersonFacts::Seat& mentor,
                                const registry::v1::PersonFacts::Seat& mentee);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_ELIGIBILITY_RULES_H_
