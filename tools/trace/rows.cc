#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "tools/trace/tree.h"

namespace telemachus::tools::trace {
namespace {

// Alike siblings in a row.
struct Run {
  size_t first;  // among the siblings
  size_t count;
};

std::string OutcomeOf(const Line& span) {
  if (!span.failed()) return "";
  const auto type = span.attributes().find("error.type");
  return type == span.attributes().end() ? "ERROR" : ShortName(type->second);
}

int64_t EndOf(const Line& span) { return span.start_nanos() + span.duration_nanos(); }

// Writes the rows of a tree, from the top.
class RowWriter {
 public:
  RowWriter(const Tree& tree, const View& view) : tree_(tree), view_(view) {}

  std::vector<Row> Write() {
    const std::vector<Run> runs = RunsOf(tree_.roots);
    for (const Run& run : runs) WriteRun(tree_.roots, run, "", "", 1);
    return std::move(rows_);
  }

 private:
  std::vector<Run> RunsOf(const std::vector<size_t>& siblings) const {
    std::vector<Run> runs;
    for (size_t i = 0; i < siblings.size();) {
      size_t end = i + 1;
      while (end < siblings.size() &&
             tree_.nodes[siblings[end]].shape == tree_.nodes[siblings[i]].shape) {
        ++end;
      }
      if (view_.fold > 0 && end - i >= static_cast<size_t>(std::max(view_.fold, 2))) {
        runs.push_back({i, end - i});
      } else {
        for (size_t single = i; single < end; ++single) runs.push_back({single, 1});
      }
      i = end;
    }
    return runs;
  }

  // `own` stands in front of this row, `beneath` in front of those of its children.
  void WriteRun(const std::vector<size_t>& siblings, const Run& run, const std::string& own,
                const std::string& beneath, int level) {
    const Node& node = tree_.nodes[siblings[run.first]];
    if (run.count > 1) return WriteFolded(siblings, run, own);
    Row row;
    row.branches = own;
    row.service = ShortName(node.span.service());
    row.text = ShortName(node.span.name());
    if (node.is_parent_missing) row.text += " (its parent is missing)";
    row.outcome = OutcomeOf(node.span);
    row.failed = node.span.failed();
    row.start_nanos = node.span.start_nanos();
    row.end_nanos = EndOf(node.span);
    row.busy_nanos = node.span.duration_nanos();
    if (level >= view_.depth && node.below > 0)
      absl::StrAppend(&row.text, "  (", node.below, " below)");
    rows_.push_back(std::move(row));
    if (level >= view_.depth) return;
    const std::vector<Run> runs = RunsOf(node.children);
    for (size_t i = 0; i < runs.size(); ++i) {
      const bool is_last = i + 1 == runs.size();
      WriteRun(node.children, runs[i], beneath + (is_last ? "└─ " : "├─ "),
               beneath + (is_last ? "   " : "│  "), level + 1);
    }
  }

  void WriteFolded(const std::vector<size_t>& siblings, const Run& run, const std::string& own) {
    const Line& first = tree_.nodes[siblings[run.first]].span;
    Row row;
    row.branches = own;
    row.service = ShortName(first.service());
    row.outcome = OutcomeOf(first);
    row.failed = first.failed();
    row.start_nanos = first.start_nanos();
    int below = 0;
    for (size_t i = run.first; i < run.first + run.count; ++i) {
      const Node& node = tree_.nodes[siblings[i]];
      row.end_nanos = std::max(row.end_nanos, EndOf(node.span));
      row.busy_nanos += node.span.duration_nanos();
      below += node.below;
    }
    row.text = absl::StrCat("× ", run.count, " ", ShortName(first.name()), ", ",
                            DurationText(row.busy_nanos), " in all");
    if (below > 0) absl::StrAppend(&row.text, ", ", below, " spans below");
    rows_.push_back(std::move(row));
  }

  const Tree& tree_;
  const View view_;
  std::vector<Row> rows_;
};

}  // namespace

std::vector<Row> RowsOf(const Tree& tree, const View& view) {
  return RowWriter(tree, view).Write();
}

std::string DurationText(int64_t nanos) {
  const double value = static_cast<double>(nanos);
  if (nanos < 1'000) return absl::StrCat(nanos, " ns");
  if (nanos < 999'950) return absl::StrFormat("%.1f µs", value / 1e3);
  if (nanos < 999'950'000) return absl::StrFormat("%.1f ms", value / 1e6);
  if (nanos < 119'995'000'000) return absl::StrFormat("%.2f s", value / 1e9);
  const int64_t seconds = (nanos + 500'000'000) / 1'000'000'000;
  return absl::StrFormat("%d min %02d s", seconds / 60, seconds % 60);
}

std::string ShortName(const std::string& name) {
  const size_t slash = name.rfind('/');
  size_t begin = 0;
  if (slash != std::string::npos && slash > 0 && name.find(' ') == std::string::npos) {
    const size_t dot = name.rfind('.', slash);
    if (dot != std::string::npos) begin = dot + 1;
  }
  std::string shorter = name.substr(begin);
  std::replace_if(
      shorter.begin(), shorter.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return shorter;
}

}  // namespace telemachus::tools::trace
