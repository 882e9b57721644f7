#ifndef TELEMACHUS_EVALUATION_REPORT_DISCLOSURE_RULES_H_
#define TELEMACHUS_EVALUATION_REPORT_DISCLOSURE_RULES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "evaluation/report/figure_bounds.h"
#include "evaluation/report/layout.h"
#include "telemachus/evaluation/v1/report.pb.h"

// How one figure is protected, and one report by itself. Pure; see release_rules.h for reports
// that are read side by side.
//
// - A count below the threshold, nought included, is *suppressed*: its reader knows that it lies
//   in [0, threshold - 1] and is never to know more.
// - Any other is *rounded* to the nearest multiple of the base; where two are as near, up.
// - A count that would tell on a suppressed one is *withheld* (complementary suppression).
// - A total is the sum of the rounded rows where all are shown, and withheld where one is not. So
//   a total never says anything that its rows do not.
namespace telemachus::evaluation {

// The floor; both may be raised and never lowered.
struct DisclosureRule {
  static constexpr int64_t kThresholdMin = 10;
  static constexpr int64_t kBaseMin = 5;
  int64_t threshold = kThresholdMin;
  int64_t base = kBaseMin;
};

// INVALID_ARGUMENT if the rule is laxer than the floor, or rounds by more than it hides.
absl::Status CheckRule(const DisclosureRule& rule);

// A figure as it is published.
struct Cell {
  v1::Figure::Protection protection = v1::Figure::PROTECTION_SUPPRESSED;
  int64_t count = 0;  // rounded; 0 unless shown
  bool shown() const { return protection == v1::Figure::PROTECTION_ROUNDED; }
  bool suppressed() const { return protection == v1::Figure::PROTECTION_SUPPRESSED; }
};
// Those of a report, in the order of the layout.
using Cells = std::vector<Cell>;

inline constexpr Cell kWithheld = {v1::Figure::PROTECTION_COMPLEMENTARY, 0};

// The count as it is shown: to the nearest multiple of the base.
int64_t Rounded(const DisclosureRule& rule, int64_t count);
// A figure by itself.
Cell Protect(const DisclosureRule& rule, int64_t count);

// What a reader knows by a figure alone. A figure may be out of date by `staleness`: the count may
// have grown by so much since.
Bounds KnownBy(const DisclosureRule& rule, const Cell& cell, int64_t staleness);

// Withholds, within one report, what sets of cells that count the same things tell of each other:
// from the set that tells its smallest shown cells, until it does not.
void WithholdEqualSums(const DisclosureRule& rule, int64_t staleness, const Counts& counts,
                       const EqualSumGroups& groups, Cells& cells);

// The total of some cells.
Cell TotalOf(const Cell* first, const Cell* end);

// How a figure reads, in both languages.
v1::Figure FigureOf(const DisclosureRule& rule, const Cell& cell);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_DISCLOSURE_RULES_H_
