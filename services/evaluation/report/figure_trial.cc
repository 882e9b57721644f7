#include "evaluation/report/figure_trial.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace telemachus::evaluation {
namespace {

// Where a sum has no upper bound: further above its least value than any secret count matters.
constexpr int64_t kFar = 1 << 20;

}  // namespace

void FigureTrial::CollectLeaves(SumNode& node, SumNode& parent, std::vector<Leaf>& leaves) {
  if (node.children.empty()) leaves.push_back({&node, &parent, node.concluded});
  for (SumNode& child : node.children) CollectLeaves(child, node, leaves);
}

void FigureTrial::Try(int64_t figure) {
  tree_.known = KnownBy(rule_, {v1::Figure::PROTECTION_ROUNDED, figure}, staleness_);
  tree_.secret = false;
}

bool FigureTrial::IsBad(int64_t figure) {
  Try(figure);
  if (Exposes(tree_, rule_.threshold - 1)) return true;
  std::vector<Leaf> leaves;
  CollectLeaves(tree_, tree_, leaves);
  // Authorities of one region whose figures say the same learn the same.
  std::set<std::tuple<const SumNode*, int64_t, int64_t, bool>> tried;
  return std::any_of(leaves.begin(), leaves.end(), [&](const Leaf& leaf) {
    const SumNode& node = *leaf.node;
    return tried.insert({leaf.parent, node.known.low, node.known.high, node.secret}).second &&
           IsBadWithOwn(leaf);
  });
}

bool FigureTrial::IsBadWithOwn(const Leaf& leaf) {
  const SumNode before = *leaf.node;
  // What follows for the region from their own count, they need no report to know.
  const bool secret = std::exchange(leaf.parent->secret, false);
  bool exposes = false;
  for (const int64_t own : {leaf.concluded.low, leaf.concluded.high}) {
    *leaf.node = SumNode{.known = {own, own}};
    exposes = exposes || Exposes(tree_, rule_.threshold - 1);
  }
  *leaf.node = before;
  leaf.parent->secret = secret;
  return exposes;
}

bool FigureTrial::SilenceTells() {
  tree_.known = {};
  Conclude(tree_);
  const Bounds sum = tree_.concluded;
  // What is below the threshold is withheld too: there may be none at all, or all in one place.
  if (sum.low < rule_.threshold) return false;
  const int64_t bottom = Rounded(rule_, sum.low);
  const int64_t top = Rounded(rule_, std::min(sum.high, sum.low + kFar));
  const bool bottom_is_bad = IsBad(bottom);
  const bool top_is_bad = IsBad(top);
  // Both: anything from none to all. Neither: then no figure is withheld.
  if (bottom_is_bad == top_is_bad) return false;
  const int64_t end = bottom_is_bad ? bottom : top;
  Try(end);
  Conclude(tree_);
  const std::vector<Bounds> at_end = SecretsOf(tree_);
  Try(LastBad(end, bottom_is_bad ? top : bottom));
  Conclude(tree_);
  const std::vector<Bounds> at_last = SecretsOf(tree_);
  for (size_t i = 0; i < at_end.size(); ++i) {
    if (std::min(at_end[i].low, at_last[i].low) > 0) return true;
    if (std::max(at_end[i].high, at_last[i].high) < rule_.threshold - 1) return true;
  }
  return false;
}

int64_t FigureTrial::LastBad(int64_t bad, int64_t good) {
  // The further a figure lies from the end, the less it says: so halve.
  while (std::abs(good - bad) > rule_.base) {
    const int64_t middle = bad + (good - bad) / (2 * rule_.base) * rule_.base;
    (IsBad(middle) ? bad : good) = middle;
  }
  return bad;
}

}  // namespace telemachus::evaluation
