#ifndef TELEMACHUS_TOOLS_TRACE_TREE_H_
#define TELEMACHUS_TOOLS_TRACE_TREE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/trace/line.pb.h"

namespace telemachus::tools::trace {

// A span in its tree. Nodes name each other by their places in Tree::nodes.
struct Node {
  Line span;
  std::vector<size_t> children;  // by start
  bool is_parent_missing = false;
  int below = 0;  // spans in its subtree, without itself
  // What the subtree looks like: service, name, outcome and the kinds of its children. Spans with
  // the same shape are alike.
  uint64_t shape = 0;
};

// The spans of one trace. Every span stands in it once, whatever its parent says: one whose parent
// is missing, or that is its own ancestor, is a root.
struct Tree {
  std::vector<Node> nodes;
  std::vector<size_t> roots;  // by start
  int64_t start_nanos = 0;
  int64_t end_nanos = 0;
};

// Builds the tree; of spans with the same id the last counts.
Tree BuildTree(std::vector<Line> spans);

// The same tree seen from its first span of that name, as ShortName says it; NOT_FOUND if it has
// none.
absl::StatusOr<Tree> SeenFrom(Tree tree, const std::string& name);

// What to show of a tree.
struct View {
  int depth = 64;  // levels shown; what lies deeper is counted
  int fold = 4;    // so many alike siblings in a row become one row; 0 never folds
};

// A row of the picture: a span, or a run of alike spans; where the depth ends, it counts what lies
// below.
struct Row {
  std::string branches;  // tree glyphs in front of the name
  std::string service;
  std::string text;
  std::string outcome;  // the error type of a failed span, else empty
  bool failed = false;
  int64_t start_nanos = 0;
  int64_t end_nanos = 0;
  int64_t busy_nanos = 0;  // of a run, its spans' durations together
};

// The rows of a tree, top to bottom.
std::vector<Row> RowsOf(const Tree& tree, const View& view);

// "980 ns", "45.2 µs", "12.3 ms", "1.25 s", "2 min 05 s".
std::string DurationText(int64_t nanos);

// A span's name as people say it: "Registry/GetPerson" for
// "telemachus.registry.v1.Registry/GetPerson". Control characters become '?'.
std::string ShortName(const std::string& name);

}  // namespace telemachus::tools::trace

#endif  // TELEMACHUS_TOOLS_TRACE_TREE_H_
