#include "evaluation/report/figure_bounds.h"

#include <algorithm>

namespace telemachus::evaluation {
namespace {

Bounds Meet(const Bounds& a, const Bounds& b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

// The sum of what the children can be.
Bounds SumOf(const std::vector<SumNode>& children) {
  Bounds sum{0, 0};
  for (const SumNode& child : children) {
    sum.low += child.from_below.low;
    sum.high += child.from_below.high;
  }
  return sum;
}

void PassUp(SumNode& node) {
  for (SumNode& child : node.children) PassUp(child);
  node.from_below = node.children.empty() ? node.known : Meet(node.known, SumOf(node.children));
}

// Concludes downwards from what the node can be.
bool ExposesBelow(SumNode& node, const Bounds& concluded, int64_t hidden_max) {
  node.concluded = concluded;
  if (node.secret && (concluded.low > 0 || concluded.high < hidden_max)) return true;
  const Bounds sum = SumOf(node.children);
  for (SumNode& child : node.children) {
    // What is left for this child when all others are as large, or as small, as they can be.
    const Bounds left{concluded.low - (sum.high - child.from_below.high),
                      concluded.high - (sum.low - child.from_below.low)};
    if (ExposesBelow(child, Meet(child.from_below, left), hidden_max)) return true;
  }
  return false;
}

}  // namespace

bool Exposes(SumNode& root, int64_t hidden_max) {
  PassUp(root);
  return ExposesBelow(root, root.from_below, hidden_max);
}

}  // namespace telemachus::evaluation
