#include "matching/shortlist/shortlist_rules.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>

#include "matching/passing/seat_place.h"
#include "matching/shortlist/reason_rules.h"
#include "matching/shortlist/rule_words.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;

// What ordering needs of an eligible mentor; the rest is worked out for the best alone.
struct Ranked {
  int score;
  uint64_t lot;
  const MentorFacts* mentor;
};

bool Before(const Ranked& a, const Ranked& b) {
  if (a.score != b.score) return a.score > b.score;
  if (a.lot != b.lot) return a.lot < b.lot;
  return a.mentor->mentor() < b.mentor->mentor();
}

}  // namespace

v1::Candidate MakeCandidate(const Search& search, const MentorFacts& mentor, int taken,
                            const Weights& weights) {
  v1::Candidate candidate;
  candidate.set_mentor(mentor.mentor());
  candidate.set_display_name(mentor.person().display_name());
  if (const auto* seat = SeatOf(search, mentor)) candidate.set_authority(AuthorityOf(*seat));
  const auto parts = ScoreParts(search, mentor, taken, weights);
  candidate.mutable_parts()->Assign(parts.begin(), parts.end());
  candidate.set_score(Total(parts));
  *candidate.mutable_reason() = ReasonOf(search, mentor);
  candidate.set_free_places(std::max(0, mentor.places() - taken));
  return candidate;
}

v1::Shortlist Shorten(const Search& search, absl::Span<const MentorFacts> mentors,
                      const TakenPlaces& taken, const Weights& weights, int limit) {
  std::map<v1::HardRule, int> removed;
  std::vector<Ranked> eligible;
  for (const MentorFacts& mentor : mentors) {
    const int load = taken(mentor.mentor());
    if (const auto rule = RemovedBy(search, mentor, mentor.places() - load)) {
      ++removed[*rule];
      continue;
    }
    eligible.push_back({Total(ScoreParts(search, mentor, load, weights)),
                        Lot(search.request.name(), mentor.mentor()), &mentor});
  }
  const size_t count = std::min(eligible.size(), static_cast<size_t>(limit));
  std::partial_sort(eligible.begin(), eligible.begin() + static_cast<std::ptrdiff_t>(count),
                    eligible.end(), Before);

  v1::Shortlist shortlist;
  shortlist.set_request(search.request.name());
  shortlist.set_considered_count(static_cast<int>(mentors.size()));
  shortlist.set_eligible_count(static_cast<int>(eligible.size()));
  for (size_t i = 0; i < count; ++i) {
    const MentorFacts& mentor = *eligible[i].mentor;
    *shortlist.add_candidates() = MakeCandidate(search, mentor, taken(mentor.mentor()), weights);
  }
  for (const auto& [rule, number] : removed) {
    v1::Removal& removal = *shortlist.add_removals();
    removal.set_rule(rule);
    removal.set_count(number);
    *removal.mutable_reason() = WordsOf(rule);
  }
  return shortlist;
}

}  // namespace telemachus::matching
