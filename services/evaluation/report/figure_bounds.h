#ifndef TELEMACHUS_EVALUATION_REPORT_FIGURE_BOUNDS_H_
#define TELEMACHUS_EVALUATION_REPORT_FIGURE_BOUNDS_H_

#include <cstdint>
#include <limits>
#include <vector>

// What somebody who has every published figure can conclude of the hidden ones. Pure.
namespace telemachus::evaluation {

// A count lies between these, both included.
struct Bounds {
  // "Any number": adding up a few thousand of them does not overflow.
  static constexpr int64_t kUnbounded = std::numeric_limits<int64_t>::max() / (1 << 20);
  int64_t low = 0;
  int64_t high = kUnbounded;
};

// A count that is the sum of its children's; without children it stands for itself.
struct SumNode {
  Bounds known;         // by its own figure
  bool secret = false;  // must not be concluded closer than from 0 to the largest hidden count
  std::vector<SumNode> children = {};
  // Filled in by Conclude(): what its own figure and those below leave, and what all figures leave.
  Bounds from_below = {};
  Bounds concluded = {};
};

// Concludes, for every count of the tree, the least and the largest value that it has in any table
// that fits all figures. Exact: in a tree of sums it is enough to pass bounds up and then down. The
// figures do not contradict each other.
void Conclude(SumNode& root);

// The conclusions about secret counts, in the order of the tree.
std::vector<Bounds> SecretsOf(const SumNode& root);

// Concludes, and tells whether a secret count is bounded closer than [0, hidden_max].
bool Exposes(SumNode& root, int64_t hidden_max);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_FIGURE_BOUNDS_H_
