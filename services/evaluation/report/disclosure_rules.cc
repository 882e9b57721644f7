#include "evaluation/report/disclosure_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace telemachus::evaluation {
namespace {

// Sets of cells that add up to the same, as the reader knows them.
using CellSet = std::vector<size_t>;

Bounds SumKnown(const DisclosureRule& rule, int64_t staleness, const Cells& cells,
                const CellSet& set) {
  Bounds sum{0, 0};
  for (const size_t cell : set) {
    const Bounds known = KnownBy(rule, cells[cell], staleness);
    sum.low += known.low;
    sum.high = std::min(Bounds::kUnbounded, sum.high + known.high);
  }
  return sum;
}

// Whether `other`, which adds up to the same, tells on a suppressed cell of `set`.
bool TellsOn(const DisclosureRule& rule, int64_t staleness, const Cells& cells, const CellSet& set,
             const CellSet& other) {
  SumNode node{.known = SumKnown(rule, staleness, cells, other)};
  for (const size_t cell : set) {
    node.children.push_back(
        {.known = KnownBy(rule, cells[cell], staleness), .secret = cells[cell].suppressed()});
  }
  return Exposes(node, rule.threshold - 1);
}

// Withholds the shown cell of the smallest count; false if none is shown.
bool WithholdSmallest(const Counts& counts, const CellSet& set, Cells& cells) {
  const size_t* smallest = nullptr;
  for (const size_t& cell : set) {
    if (!cells[cell].shown()) continue;
    if (smallest == nullptr || counts[cell] < counts[*smallest]) smallest = &cell;
  }
  if (smallest == nullptr) return false;
  cells[*smallest] = kWithheld;
  return true;
}

// Keeps `other` from telling on `set`: withholds from it what it shows, and only where that is
// nothing from `set` itself. Returns whether anything had to be.
bool Silence(const DisclosureRule& rule, int64_t staleness, const Counts& counts,
             const CellSet& set, const CellSet& other, Cells& cells) {
  bool withheld = false;
  while (TellsOn(rule, staleness, cells, set, other)) {
    withheld = true;
    if (WithholdSmallest(counts, other, cells) || WithholdSmallest(counts, set, cells)) continue;
    for (const size_t cell : set) cells[cell] = kWithheld;
  }
  return withheld;
}

}  // namespace

absl::Status CheckRule(const DisclosureRule& rule) {
  if (rule.threshold < DisclosureRule::kThresholdMin || rule.base < DisclosureRule::kBaseMin) {
    return absl::InvalidArgumentError(
        absl::StrCat("the threshold of reports is at least ", DisclosureRule::kThresholdMin,
                     " and their rounding base at least ", DisclosureRule::kBaseMin));
  }
  if (rule.base > rule.threshold) {
    return absl::InvalidArgumentError("reports round by no more than their threshold");
  }
  return absl::OkStatus();
}

int64_t Rounded(const DisclosureRule& rule, int64_t count) {
  return (count + rule.base / 2) / rule.base * rule.base;
}

Cell Protect(const DisclosureRule& rule, int64_t count) {
  if (count < rule.threshold) return {};
  return {v1::Figure::PROTECTION_ROUNDED, Rounded(rule, count)};
}

Bounds KnownBy(const DisclosureRule& rule, const Cell& cell, int64_t staleness) {
  if (cell.suppressed()) return {0, rule.threshold - 1};
  if (!cell.shown()) return {};
  return {std::max(rule.threshold, cell.count - rule.base / 2),
          cell.count + (rule.base - 1) / 2 + staleness};
}

void WithholdEqualSums(const DisclosureRule& rule, int64_t staleness, const Counts& counts,
                       const EqualSumGroups& groups, Cells& cells) {
  // What is withheld for one pair leaves less to be known in the others, but another set's own
  // cells may have come to rest on it: so again until nothing more has to be.
  for (const std::vector<CellSet>& group : groups) {
    bool withheld = true;
    while (withheld) {
      withheld = false;
      for (const CellSet& set : group) {
        for (const CellSet& other : group) {
          if (&set == &other) continue;
          withheld = Silence(rule, staleness, counts, set, other, cells) || withheld;
        }
      }
    }
  }
}

Cell TotalOf(const Cell* first, const Cell* end) {
  Cell total{v1::Figure::PROTECTION_ROUNDED, 0};
  for (const Cell* cell = first; cell != end; ++cell) {
    if (!cell->shown()) return kWithheld;
    total.count += cell->count;
  }
  return total;
}

v1::Figure FigureOf(const DisclosureRule& rule, const Cell& cell) {
  v1::Figure figure;
  figure.set_protection(cell.protection);
  figure.set_count(cell.count);
  programme::v1::Text& words = *figure.mutable_words();
  if (cell.shown()) {
    words.set_welsh(absl::StrCat(cell.count));
    words.set_english(absl::StrCat(cell.count));
  } else if (cell.suppressed()) {
    words.set_welsh(absl::StrCat("llai na ", rule.threshold));
    words.set_english(absl::StrCat("fewer than ", rule.threshold));
  } else {
    words.set_welsh("heb ei ddangos");
    words.set_english("not shown");
  }
  return figure;
}

}  // namespace telemachus::evaluation
