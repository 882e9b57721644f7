#ifndef TELEMACHUS_TESTS_UNIT_EVALUATION_ATTACKER_H_
#define TELEMACHUS_TESTS_UNIT_EVALUATION_ATTACKER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "evaluation/report/disclosure_rules.h"

// Attackers that share no code with what they attack: they try every table there could be.
namespace telemachus::evaluation {

// What a figure says to whoever knows the rules: written down anew from the words of the rule.
inline bool Fits(const DisclosureRule& rule, const Cell& cell, int64_t count) {
  switch (cell.protection) {
    case v1::Figure::PROTECTION_ROUNDED: {
      if (count < rule.threshold) return false;
      int64_t nearest = count / rule.base * rule.base;
      if (2 * (count - nearest) >= rule.base) nearest += rule.base;
      return nearest == cell.count;
    }
    case v1::Figure::PROTECTION_SUPPRESSED:
      return count < rule.threshold;
    default:
      return true;
  }
}

// Calls `see` with every vector of `size` counts from 0 to `most`.
inline void EveryTable(size_t size, int64_t most,
                       const std::function<void(const std::vector<int64_t>&)>& see) {
  std::vector<int64_t> counts(size, 0);
  while (true) {
    see(counts);
    size_t place = 0;
    while (place < size && counts[place] == most) counts[place++] = 0;
    if (place == size) return;
    ++counts[place];
  }
}

// The least and the most that each count has in the tables seen.
class Conclusions {
 public:
  explicit Conclusions(size_t size) : bounds_(size, {1 << 30, -1}) {}
  void See(const std::vector<int64_t>& counts) {
    for (size_t i = 0; i < counts.size(); ++i) {
      bounds_[i].low = std::min(bounds_[i].low, counts[i]);
      bounds_[i].high = std::max(bounds_[i].high, counts[i]);
    }
  }
  const Bounds& of(size_t place) const { return bounds_[place]; }

 private:
  std::vector<Bounds> bounds_;
};

// All figures as one text, to tell publications apart.
inline std::string Print(const Cells& cells) {
  std::string text;
  for (const Cell& cell : cells) absl::StrAppend(&text, int{cell.protection}, ":", cell.count, " ");
  return text;
}

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_TESTS_UNIT_EVALUATION_ATTACKER_H_
