#ifndef TELEMACHUS_TOOLS_TRACE_PICTURE_H_
#define TELEMACHUS_TOOLS_TRACE_PICTURE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/trace/line.pb.h"
#include "tools/trace/tree.h"

namespace telemachus::tools::trace {

// How the terminal is drawn on.
struct Paper {
  int width = 120;  // columns; at least 60 are used
  bool colour = false;
};

// A tree drawn as text: who, what, how long, and a bar that places it in the trace's time.
std::string DrawTree(const Tree& tree, const View& view, const Paper& paper);

// What a list of traces says of one.
struct Summary {
  std::string trace_id;
  std::string root;  // name of its first root, or of its first span
  std::string root_service;
  bool has_root = false;
  int64_t start_nanos = 0;
  int64_t end_nanos = 0;
  int spans = 0;
  int failed = 0;
  std::set<std::string> services;
};

// Sums up traces span by span.
class Summaries {
 public:
  // Adds a span to the trace it belongs to.
  void Add(const Line& span);
  // The newest traces first, at most `limit`.
  std::vector<Summary> Newest(size_t limit) const;

 private:
  std::map<std::string, Summary> by_trace_;
};

// Traces as a table, one line each.
std::string DrawList(const std::vector<Summary>& traces, const Paper& paper);

}  // namespace telemachus::tools::trace

#endif  // TELEMACHUS_TOOLS_TRACE_PICTURE_H_
