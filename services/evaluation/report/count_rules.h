#ifndef TELEMACHUS_EVALUATION_REPORT_COUNT_RULES_H_
#define TELEMACHUS_EVALUATION_REPORT_COUNT_RULES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "evaluation/answer/tally.h"
#include "evaluation/fact/fact_count.h"
#include "evaluation/report/release_rules.h"

// From what was counted to the tables, and back to the wire. Pure.
namespace telemachus::evaluation {

// The cells that facts of this type, kind and code count in.
std::vector<size_t> CellsOf(const FactCount& fact);

// The counts of every authority, by where it lay. Every one of `places` is among them, those that
// counted nothing too: that an authority is there is part of what protects the others.
std::vector<LeafCounts> LeavesOf(const std::vector<access::Scope>& places,
                                 const std::vector<FactCount>& facts,
                                 const std::vector<Tally>& tallies);

// The report of a scope.
v1::Report ReportOf(const DisclosureRule& rule, const std::string& scope, const std::string& period,
                    const Cells& cells, absl::Time as_of);
// The figures of a report, totals left out; suppressed where it lacks a row.
Cells CellsOfBody(const v1::Report& report);

// Counts as they are kept, by table and row, so that a later layout still reads them.
std::string TextOfCounts(const Counts& counts);
Counts CountsOfText(const std::string& text);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_COUNT_RULES_H_
