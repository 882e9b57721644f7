#include "evaluation/report/release_rules.h"

#include <cstdlib>
#include <set>
#include <utility>

namespace telemachus::evaluation {
namespace {

void Add(const Counts& counts, Counts& sum) {
  sum.resize(counts.size());
  for (size_t cell = 0; cell < counts.size(); ++cell) sum[cell] += counts[cell];
}

// Which authorities lie in which region, and which regions in which nation.
class Geography {
 public:
  explicit Geography(const std::vector<LeafCounts>& leaves) : leaves_(leaves) {
    for (size_t leaf = 0; leaf < leaves.size(); ++leaf) {
      const access::Scope& scope = leaves[leaf].scope;
      nations_[scope.nation][scope.region].push_back(leaf);
      authorities_[scope.region].insert(scope.authority);
      authorities_[scope.nation].insert(scope.authority);
      ++places_[scope.authority];
    }
  }

  using Regions = std::map<std::string, std::vector<size_t>>;
  const std::map<std::string, Regions>& nations() const { return nations_; }
  const LeafCounts& leaf(size_t index) const { return leaves_[index]; }
  bool IsDominated(const std::string& scope) const {
    return authorities_.at(scope).size() < static_cast<size_t>(kAuthoritiesMin);
  }
  // Whether its figures are of several regions: then they belong into no one sum.
  bool HasMoved(const std::string& authority) const { return places_.at(authority) > 1; }

 private:
  const std::vector<LeafCounts>& leaves_;
  std::map<std::string, Regions> nations_;
  std::map<std::string, std::set<std::string>> authorities_;
  std::map<std::string, int> places_;
};

// Decides which figures of one cell are shown, bottom up, over all scopes.
class CellProtection {
 public:
  CellProtection(const DisclosureRule& rule, const Geography& geography, int64_t staleness,
                 size_t cell, std::map<std::string, Cells>& figures)
      : rule_(rule),
        geography_(geography),
        staleness_(staleness),
        cell_(cell),
        figures_(figures) {}

  void Run() {
    for (const auto& [nation, regions] : geography_.nations()) {
      for (const auto& [region, leaves] : regions) {
        Decide(region, {{region, leaves}}, [&](const SumNode& root) { return root.children[0]; });
      }
      Decide(nation, regions, [](const SumNode& root) { return root; });
    }
  }

 private:
  Cell& At(const std::string& scope) { return figures_.at(scope)[cell_]; }

  SumNode NodeOf(const std::string& scope) {
    return {.known = KnownBy(rule_, At(scope), staleness_), .secret = At(scope).suppressed()};
  }

  SumNode LeafNode(const LeafCounts& leaf) {
    SumNode node = NodeOf(leaf.scope.authority);
    // What was counted in this region is one part of a figure that says nothing of the parts.
    if (geography_.HasMoved(leaf.scope.authority)) node = {};
    return node;
  }

  // A root without a figure over the regions; `nation` may give it one.
  SumNode TreeOf(const Geography::Regions& regions) {
    SumNode root;
    for (const auto& [region, leaves] : regions) {
      SumNode node = NodeOf(region);
      for (const size_t leaf : leaves) node.children.push_back(LeafNode(geography_.leaf(leaf)));
      root.children.push_back(std::move(node));
    }
    return root;
  }

  template <typename Pick>
  void Decide(const std::string& scope, const Geography::Regions& regions, const Pick& pick) {
    Cell& figure = At(scope);
    if (geography_.IsDominated(scope)) figure = kWithheld;
    if (!figure.shown()) return;
    SumNode root = TreeOf(regions);
    if (scope != regions.begin()->first || regions.size() > 1) root.known = NodeOf(scope).known;
    const bool smallest = figure.count == Rounded(rule_, rule_.threshold);
    SumNode node = pick(root);
    if ((smallest && !AnyShownBelow(regions)) || ExposesToAny(node, regions)) figure = kWithheld;
  }

  bool AnyShownBelow(const Geography::Regions& regions) {
    for (const auto& [region, leaves] : regions) {
      for (const size_t leaf : leaves) {
        if (At(geography_.leaf(leaf).scope.authority).shown()) return true;
      }
    }
    return false;
  }

  // Whether the public, or the officers of one authority, would learn of a suppressed count.
  bool ExposesToAny(SumNode& node, const Geography::Regions& regions) {
    const int64_t hidden_max = rule_.threshold - 1;
    if (Exposes(node, hidden_max)) return true;
    const bool is_region = node.children.empty() || node.children[0].children.empty();
    size_t place = 0;
    for (const auto& [region, leaves] : regions) {
      SumNode& parent = is_region ? node : node.children[place++];
      for (size_t i = 0; i < leaves.size(); ++i) {
        const int64_t own = geography_.leaf(leaves[i]).counts[cell_];
        const SumNode before = std::exchange(parent.children[i], SumNode{.known = {own, own}});
        const bool exposes = Exposes(node, hidden_max);
        parent.children[i] = before;
        if (exposes) return true;
      }
    }
    return false;
  }

  const DisclosureRule& rule_;
  const Geography& geography_;
  const int64_t staleness_;
  const size_t cell_;
  std::map<std::string, Cells>& figures_;
};

// A figure that would tell of one of the period's parts is withheld.
void WithholdFromParts(const DisclosureRule& rule, int64_t staleness, const Parts& parts,
                       std::map<std::string, Cells>& figures) {
  if (!parts) return;
  for (auto& [scope, cells] : figures) {
    for (size_t cell = 0; cell < cells.size(); ++cell) {
      if (!cells[cell].shown()) continue;
      SumNode node{.known = KnownBy(rule, cells[cell], staleness),
                   .children = parts(scope, cell)};
      if (!node.children.empty() && Exposes(node, rule.threshold - 1)) cells[cell] = kWithheld;
    }
  }
}

}  // namespace

std::map<std::string, Counts> CountsByScope(const std::vector<LeafCounts>& leaves) {
  std::map<std::string, Counts> counts;
  for (const LeafCounts& leaf : leaves) {
    for (const std::string& scope : {leaf.scope.authority, leaf.scope.region, leaf.scope.nation}) {
      Add(leaf.counts, counts[scope]);
    }
  }
  return counts;
}

Counts SteadyBasis(const DisclosureRule& rule, const Counts& before, const Counts& counts) {
  Counts basis = counts;
  for (size_t cell = 0; cell < counts.size() && cell < before.size(); ++cell) {
    if (std::abs(counts[cell] - before[cell]) < rule.threshold) basis[cell] = before[cell];
  }
  return basis;
}

std::map<std::string, Cells> ProtectRelease(const DisclosureRule& rule,
                                            const ReleaseCounts& release, const Parts& parts) {
  const Geography geography(release.leaves);
  const std::map<std::string, Counts> counts = CountsByScope(release.leaves);
  std::map<std::string, Cells> figures;
  for (const auto& [scope, present] : counts) {
    const auto basis = release.basis.find(scope);
    for (const int64_t count : basis == release.basis.end() ? present : basis->second) {
      figures[scope].push_back(Protect(rule, count));
    }
  }
  for (const LeafCounts& leaf : release.leaves) {
    Cells& cells = figures[leaf.scope.authority];
    if (geography.HasMoved(leaf.scope.authority)) cells.assign(cells.size(), kWithheld);
  }
  WithholdFromParts(rule, release.staleness, parts, figures);
  const size_t cells = release.leaves.empty() ? 0 : release.leaves[0].counts.size();
  for (size_t cell = 0; cell < cells; ++cell) {
    CellProtection(rule, geography, release.staleness, cell, figures).Run();
  }
  for (auto& [scope, own] : figures) {
    if (own.size() != CellsOfReport()) continue;
    WithholdEqualSums(rule, release.staleness, counts.at(scope), EqualSums(), own);
  }
  return figures;
}

}  // namespace telemachus::evaluation
