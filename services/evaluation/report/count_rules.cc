#include "evaluation/report/count_rules.h"

#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/time/civil.h"
#include "evaluation/fact/event_rules.h"

namespace telemachus::evaluation {
namespace {

using Row = std::pair<std::string, std::string>;

// The rows, by table, that a fact counts in.
std::vector<Row> RowsOf(const FactCount& fact) {
  if (fact.type == kRequestCreated) {
    return {{"demand_by_kind", fact.kind}, {"demand_by_context", fact.code}};
  }
  if (fact.type == kMatchConfirmed) {
    const Row words = absl::StrSplit(fact.code, absl::MaxSplits('|', 1));
    return {{"matches_by_source", words.first}, {"time_to_match", words.second}};
  }
  if (fact.type == kReviewFinal) {
    return {{"meetings_and_reviews", absl::StrCat(fact.code, "_reviews")}};
  }
  if (fact.type == kObjectiveResolved) return {{"objectives_by_outcome", fact.code}};
  static const auto* const rows = new std::map<std::string, Row>{
      {kAgreementDrafted, {"agreements", "drafted"}},
      {kAgreementSigned, {"agreements", "signed"}},
      {kAgreementCompleted, {"agreements", "completed"}},
      {kAgreementEndedEarly, {"agreements", "ended_early"}},
      {kMeetingHeld, {"meetings_and_reviews", "meetings"}},
      {kPersonTrained, {"training", "people_trained"}},
  };
  const auto found = rows->find(fact.type);
  if (found == rows->end()) return {};
  return {found->second};
}

// Counts by authority and where it lay.
class Leaves {
 public:
  Counts& At(const access::Scope& scope) {
    Counts& counts = counts_[{scope.nation, scope.region, scope.authority}];
    counts.resize(CellsOfReport());
    counted_[scope.authority] = true;
    return counts;
  }
  // Adds an authority that counted nothing anywhere.
  void AddIdle(const access::Scope& scope) {
    if (!counted_.contains(scope.authority)) At(scope);
  }
  std::vector<LeafCounts> Take() {
    std::vector<LeafCounts> leaves;
    for (auto& [place, counts] : counts_) {
      const auto& [nation, region, authority] = place;
      leaves.push_back({.scope = {.authority = authority, .region = region, .nation = nation},
                        .counts = std::move(counts)});
    }
    return leaves;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, Counts> counts_;
  std::map<std::string, bool> counted_;
};

}  // namespace

std::vector<size_t> CellsOf(const FactCount& fact) {
  std::vector<size_t> cells;
  for (const auto& [table, row] : RowsOf(fact)) {
    if (const auto cell = CellOf(table, row)) cells.push_back(*cell);
  }
  return cells;
}

std::vector<LeafCounts> LeavesOf(const std::vector<access::Scope>& places,
                                 const std::vector<FactCount>& facts,
                                 const std::vector<Tally>& tallies) {
  Leaves leaves;
  for (const FactCount& fact : facts) {
    Counts& counts = leaves.At(fact.scope);
    for (const size_t cell : CellsOf(fact)) counts[cell] += fact.count;
  }
  for (const Tally& tally : tallies) {
    const auto cell = CellOf(absl::StrCat("evaluations_", tally.question), tally.answer);
    if (cell.has_value()) leaves.At(tally.scope)[*cell] += tally.given;
  }
  for (const access::Scope& place : places) leaves.AddIdle(place);
  return leaves.Take();
}

v1::Report ReportOf(const DisclosureRule& rule, const std::string& scope, const std::string& period,
                    const Cells& cells, absl::Time as_of) {
  v1::Report report;
  report.set_scope(scope);
  report.set_period(period);
  report.set_threshold(static_cast<int32_t>(rule.threshold));
  report.set_rounding_base(static_cast<int32_t>(rule.base));
  *report.mutable_as_of_time() = time::ToProto(as_of);
  const auto add = [&rule](v1::Table& table, const RowLayout& layout, const Cell& cell) {
    v1::Table::Row& row = *table.add_rows();
    row.set_code(layout.code);
    *row.mutable_title() = TextOf(layout.title);
    *row.mutable_figure() = FigureOf(rule, cell);
  };
  const Cell* next = cells.data();
  for (const TableLayout& layout : Tables()) {
    v1::Table& table = *report.add_tables();
    table.set_code(layout.code);
    *table.mutable_title() = TextOf(layout.title);
    const Cell* const first = next;
    for (const RowLayout& row : layout.rows) add(table, row, *next++);
    add(table, kTotalRow, TotalOf(first, next));
  }
  return report;
}

Cells CellsOfBody(const v1::Report& report) {
  Cells cells(CellsOfReport());
  for (const v1::Table& table : report.tables()) {
    for (const v1::Table::Row& row : table.rows()) {
      if (const auto cell = CellOf(table.code(), row.code())) {
        cells[*cell] = {row.figure().protection(), row.figure().count()};
      }
    }
  }
  return cells;
}

std::string TextOfCounts(const Counts& counts) {
  std::string text;
  size_t cell = 0;
  for (const TableLayout& layout : Tables()) {
    for (const RowLayout& row : layout.rows) {
      absl::StrAppend(&text, layout.code, "/", row.code, "=", counts[cell++], "\n");
    }
  }
  return text;
}

Counts CountsOfText(const std::string& text) {
  Counts counts(CellsOfReport());
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(line, absl::ByAnyChar("/="));
    if (parts.size() != 3) continue;
    const auto cell = CellOf(parts[0], parts[1]);
    int64_t count = 0;
    if (cell.has_value() && absl::SimpleAtoi(parts[2], &count)) counts[*cell] = count;
  }
  return counts;
}

}  // namespace telemachus::evaluation
