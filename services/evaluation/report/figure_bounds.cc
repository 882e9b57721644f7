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

// From what the node can be.
void PassDown(SumNode& node, const Bounds& concluded) {
  node.concluded = concluded;
  const Bounds sum = SumOf(node.children);
  for (SumNode& child : node.children) {
    // What is left for this child when all others are as large, or as small, as they can be.
    const Bounds left{concluded.low - (sum.high - child.from_below.high),
                      concluded.high - (sum.low - child.from_below.low)};
    PassDown(child, Meet(child.from_below, left));
  }
}

void Collect(const SumNode& node, std::vector<Bounds>& secrets) {
  if (node.secret) secrets.push_back(node.concluded);
  for (const SumNode& child : node.children) Collect(child, secrets);
}

bool HasExposed(const SumNode& node, int64_t hidden_max) {
  if (node.secret && (node.concluded.low > 0 || node.concluded.high < hidden_max)) return true;
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](const SumNode& child) { return HasExposed(child, hidden_max); });
}

}  // namespace

void Conclude(SumNode& root) {
  PassUp(root);
  PassDown(root, root.from_below);
}

std::vector<Bounds> SecretsOf(const SumNode& root) {
  std::vector<Bounds> secrets;
  Collect(root, secrets);
  return secrets;
}

bool Exposes(SumNode& root, int64_t hidden_max) {
  Conclude(root);
  return HasExposed(root, hidden_max);
}

}  // namespace telemachus::evaluation
