#ifndef TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_RULES_H_
#define TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_RULES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "matching/shortlist/eligibility_rules.h"
#include "matching/shortlist/score_rules.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::matching {

// How many places of a mentor are taken; a place held for the request of the search not counted.
using TakenPlaces = std::function<int(const std::string& mentor)>;

// Works out a shortlist: hard rules first, then the best `limit` by score, ties by lot. Pure and
// deterministic; the order of `mentors` does not matter.
v1::Shortlist Shorten(const Search& search, absl::Span<const registry::v1::MentorFacts> mentors,
                      const TakenPlaces& taken, const Weights& weights, int limit);

// One mentor as a candidate, with parts and reason.
v1::Candidate MakeCandidate(const Search& search, const registry::v1::MentorFacts& mentor,
                            int taken, const Weights& weights);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_RULES_H_
