#ifndef TELEMACHUS_EVALUATION_REPORT_RELEASE_RULES_H_
#define TELEMACHUS_EVALUATION_REPORT_RELEASE_RULES_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/access/caller.h"
#include "evaluation/report/disclosure_rules.h"

// How the reports of all authorities, regions and nations for one period are protected together.
// They are read side by side, so they are made side by side, of one moment. Pure.
//
// A figure of a region or nation is shown only if nobody who has all figures shown so far, and
// could be an officer who knows the exact counts of one authority, bounds a suppressed count closer
// than [0, threshold - 1]. Else it is withheld: it never reads "fewer than 10", for to an officer
// whose authority has nine that would say that all others have none. Whether it is shown follows
// from the figures alone (see figure_trial.h), so that knowing these rules does not help the
// public.
//
// Dominance: a region or nation of fewer than three authorities is withheld whole, since each would
// read the other's figures off it.
//
// Over time, a figure is withheld that would tell of one of the period's parts (the quarters of a
// year). Geography and time are each looked at with all that is known of the one; what might be
// had from both together is covered by rounding alone.
namespace telemachus::evaluation {

// The fewest authorities of which a common figure is shown.
inline constexpr int kAuthoritiesMin = 3;

// One authority's counts in one region. An authority that moved has one for each region.
struct LeafCounts {
  access::Scope scope;
  Counts counts;
};

// What the figures of a release are made from.
struct ReleaseCounts {
  std::vector<LeafCounts> leaves;
  // By scope, what a figure stands for where that is not the present count: see SteadyBasis.
  std::map<std::string, Counts> basis = {};
  int64_t staleness = 0;
  // Which cells of a report add up to the same.
  EqualSumGroups equal_sums = {};
};

// The figures of the parts of a period in a scope, for a cell: the children of its sum over time.
using Parts = std::function<std::vector<SumNode>(const std::string& scope, size_t cell)>;

// The counts of every scope: authorities, regions, nations.
std::map<std::string, Counts> CountsByScope(const std::vector<LeafCounts>& leaves);

// "To-date" is published again and again, and the difference of two days would tell of the one
// person between them. So a figure stays what it was until at least `threshold` more were counted.
// `before` is what it stood for last.
Counts SteadyBasis(const DisclosureRule& rule, const Counts& before, const Counts& counts);

// The protected figures of every scope. `parts` may be empty.
std::map<std::string, Cells> ProtectRelease(const DisclosureRule& rule,
                                            const ReleaseCounts& release, const Parts& parts);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_RELEASE_RULES_H_
