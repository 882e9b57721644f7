#include "evaluation/report/release_rules.h"

#include <cstdlib>
#include <set>
#include <utility>

#include "evaluation/report/figure_trial.h"

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
      : rule_(rule), geography_(geography), staleness_(staleness), cell_(cell), figures_(figures) {}

  void Run() {
    for (const auto& [nation, regions] : geography_.nations()) {
      for (const auto& [region, leaves] : regions) Decide(region, RegionTree(region, leaves));
      SumNode tree = NodeOf(nation);
      for (const auto& [region, leaves] : regions) {
        tree.children.push_back(RegionTree(region, leaves));
      }
      Decide(nation, std::move(tree));
    }
  }

 private:
  Cell& At(const std::string& scope) { return figures_.at(scope)[cell_]; }

  SumNode NodeOf(const std::string& scope) {
    return {.known = KnownBy(rule_, At(scope), staleness_), .secret = At(scope).suppressed()};
  }

  SumNode RegionTree(const std::string& region, const std::vector<size_t>& leaves) {
    SumNode node = NodeOf(region);
    // Nothing says that it has many: for all that is shown it may have none.
    node.secret = !At(region).shown() && !AnyShown(leaves);
    for (const size_t leaf : leaves) {
      const std::string& authority = geography_.leaf(leaf).scope.authority;
      // What a moved authority did in this region is no figure of anybody's.
      node.children.push_back(geography_.HasMoved(authority) ? SumNode() : NodeOf(authority));
    }
    return node;
  }

  void Decide(const std::string& scope, SumNode tree) {
    Cell& figure = At(scope);
    if (geography_.IsDominated(scope)) figure = kWithheld;
    if (figure.shown() && FigureTrial(rule_, staleness_, std::move(tree)).MayShow(figure.count)) {
      return;
    }
    figure = kWithheld;
  }

  bool AnyShown(const std::vector<size_t>& leaves) {
    for (const size_t leaf : leaves) {
      if (At(geography_.leaf(leaf).scope.authority).shown()) return true;
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
      SumNode node{.known = KnownBy(rule, cells[cell], staleness), .children = parts(scope, cell)};
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
    WithholdEqualSums(rule, release.staleness, counts.at(scope), release.equal_sums, own);
  }
  return figures;
}

}  // namespace telemachus::evaluation
