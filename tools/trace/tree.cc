#include "tools/trace/tree.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "absl/hash/hash.h"

namespace telemachus::tools::trace {
namespace {

// Puts each span under its parent, or among the roots.
void Attach(Tree& tree) {
  std::unordered_map<std::string, size_t> by_id;
  for (size_t i = 0; i < tree.nodes.size(); ++i) by_id[tree.nodes[i].span.span_id()] = i;
  for (size_t i = 0; i < tree.nodes.size(); ++i) {
    const std::string& parent = tree.nodes[i].span.parent_span_id();
    const auto found = parent.empty() ? by_id.end() : by_id.find(parent);
    if (found == by_id.end() || found->second == i) {
      tree.nodes[i].is_parent_missing = !parent.empty();
      tree.roots.push_back(i);
    } else {
      tree.nodes[found->second].children.push_back(i);
    }
  }
}

// All nodes below `root` with it, parents before children. Marks them in `seen`, and cuts a child
// off that was seen before.
std::vector<size_t> Visit(Tree& tree, size_t root, std::vector<bool>& seen) {
  std::vector<size_t> order = {root};
  seen[root] = true;
  for (size_t at = 0; at < order.size(); ++at) {
    std::vector<size_t>& children = tree.nodes[order[at]].children;
    std::erase_if(children, [&](size_t child) { return seen[child]; });
    for (const size_t child : children) {
      seen[child] = true;
      order.push_back(child);
    }
  }
  return order;
}

uint64_t ShapeOf(const Tree& tree, const Node& node) {
  std::vector<uint64_t> kinds;
  for (const size_t child : node.children) {
    // How often a step is repeated does not change what is done.
    if (kinds.empty() || kinds.back() != tree.nodes[child].shape) {
      kinds.push_back(tree.nodes[child].shape);
    }
  }
  return absl::HashOf(node.span.service(), node.span.name(), node.span.failed(), kinds);
}

void Summarise(Tree& tree, const std::vector<size_t>& order) {
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    Node& node = tree.nodes[*at];
    for (const size_t child : node.children) node.below += 1 + tree.nodes[child].below;
    node.shape = ShapeOf(tree, node);
  }
}

void MeasureTime(Tree& tree) {
  if (tree.nodes.empty()) return;
  tree.start_nanos = tree.nodes.front().span.start_nanos();
  for (const Node& node : tree.nodes) {
    tree.start_nanos = std::min(tree.start_nanos, node.span.start_nanos());
    tree.end_nanos = std::max(tree.end_nanos, node.span.start_nanos() + node.span.duration_nanos());
  }
}

}  // namespace

Tree BuildTree(std::vector<Line> spans) {
  std::stable_sort(spans.begin(), spans.end(),
                   [](const Line& a, const Line& b) { return a.start_nanos() < b.start_nanos(); });
  Tree tree;
  std::unordered_map<std::string, size_t> places;
  for (Line& span : spans) {
    const auto [place, is_new] = places.emplace(span.span_id(), tree.nodes.size());
    if (is_new) tree.nodes.emplace_back();
    tree.nodes[place->second].span = std::move(span);
  }
  MeasureTime(tree);
  Attach(tree);
  std::vector<bool> seen(tree.nodes.size(), false);
  for (const size_t root : tree.roots) Summarise(tree, Visit(tree, root, seen));
  // What is not seen yet goes round in circles.
  for (size_t i = 0; i < tree.nodes.size(); ++i) {
    if (seen[i]) continue;
    tree.nodes[i].is_parent_missing = true;
    tree.roots.push_back(i);
    Summarise(tree, Visit(tree, i, seen));
  }
  return tree;
}

absl::StatusOr<Tree> SeenFrom(Tree tree, const std::string& name) {
  const Node* first = nullptr;
  for (const Node& node : tree.nodes) {
    const bool earlier = first == nullptr || node.span.start_nanos() < first->span.start_nanos();
    if (ShortName(node.span.name()) == name && earlier) first = &node;
  }
  if (first == nullptr) return absl::NotFoundError("no span of the trace has this name");
  tree.start_nanos = first->span.start_nanos();
  // What a span set off may end after it: the last of its subtree counts.
  tree.end_nanos = tree.start_nanos;
  std::vector<size_t> rest = {static_cast<size_t>(first - tree.nodes.data())};
  tree.roots = rest;
  while (!rest.empty()) {
    const Node& node = tree.nodes[rest.back()];
    rest.pop_back();
    tree.end_nanos = std::max(tree.end_nanos, node.span.start_nanos() + node.span.duration_nanos());
    rest.insert(rest.end(), node.children.begin(), node.children.end());
  }
  return tree;
}

}  // namespace telemachus::tools::trace
