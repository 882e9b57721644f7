#include "tools/trace/picture.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "tools/trace/text_width.h"

namespace telemachus::tools::trace {
namespace {

constexpr int kWidthMin = 60;
constexpr size_t kDurationColumns = 12;
constexpr size_t kServiceColumnsMax = 14;

constexpr char kPlain[] = "\x1b[0m";
constexpr char kRed[] = "\x1b[31m";
constexpr char kDim[] = "\x1b[2m";
// Green, yellow, blue, magenta, cyan and their bright kin; red says that something failed.
constexpr const char* kServiceColours[] = {"\x1b[32m", "\x1b[36m", "\x1b[33m", "\x1b[35m",
                                           "\x1b[34m", "\x1b[92m", "\x1b[96m", "\x1b[95m"};

std::string Paint(const Paper& paper, const char* colour, std::string text) {
  return paper.colour ? absl::StrCat(colour, text, kPlain) : std::move(text);
}

// Draws one tree: columns and colours are those of all its rows.
class TreePainter {
 public:
  TreePainter(const Tree& tree, const View& view, const Paper& paper)
      : tree_(tree), paper_(paper), rows_(RowsOf(tree, view)) {
    for (const Row& row : rows_) {
      service_columns_ = std::max(service_columns_, Width(row.service));
      if (!row.service.empty()) {
        colours_.emplace(row.service,
                         kServiceColours[colours_.size() % std::size(kServiceColours)]);
      }
    }
    service_columns_ = std::min(service_columns_, kServiceColumnsMax);
    const size_t width = static_cast<size_t>(std::max(paper.width, kWidthMin));
    // A third of what is left is for bars; three blanks stand between the columns.
    const size_t free = width - service_columns_ - kDurationColumns - 5;
    bar_columns_ = free / 3;
    name_columns_ = free - bar_columns_;
  }

  std::string Draw() const {
    std::string text;
    for (const Row& row : rows_) absl::StrAppend(&text, DrawRow(row), "\n");
    return text;
  }

 private:
  std::string DrawRow(const Row& row) const {
    const std::string name =
        absl::StrCat(row.branches, row.text, row.outcome.empty() ? "" : "  ", row.outcome);
    const char* const colour = colours_.at(row.service);
    std::string fitted = Fit(name, name_columns_);
    if (row.failed) fitted = Paint(paper_, kRed, std::move(fitted));
    return absl::StrCat(Paint(paper_, colour, Fit(row.service, service_columns_)), " ", fitted, " ",
                        FitRight(DurationText(row.end_nanos - row.start_nanos), kDurationColumns),
                        " ▕", Paint(paper_, row.failed ? kRed : colour, Bar(row)), "▏");
  }

  // Where in the trace's time a row lies. What is too short to see is a thin stroke.
  std::string Bar(const Row& row) const {
    const double total =
        static_cast<double>(std::max<int64_t>(tree_.end_nanos - tree_.start_nanos, 1));
    const double columns = static_cast<double>(bar_columns_);
    const auto column = [&](int64_t nanos) {
      return static_cast<size_t>(
          std::clamp(static_cast<double>(nanos - tree_.start_nanos) / total, 0.0, 1.0) * columns);
    };
    const size_t begin = std::min(column(row.start_nanos), bar_columns_ - 1);
    const size_t end = column(row.end_nanos);
    std::string bar(begin, ' ');
    if (end <= begin) {
      bar += "│";
    } else {
      for (size_t i = begin; i < end; ++i) bar += "█";
    }
    return Fit(bar, bar_columns_);
  }

  const Tree& tree_;
  const Paper paper_;
  const std::vector<Row> rows_;
  std::map<std::string, const char*> colours_;
  size_t service_columns_ = 0;
  size_t name_columns_ = 0;
  size_t bar_columns_ = 0;
};

}  // namespace

std::string DrawTree(const Tree& tree, const View& view, const Paper& paper) {
  if (tree.nodes.empty()) return "";
  const std::string head = absl::StrCat(tree.nodes.front().span.trace_id(), "  ", tree.nodes.size(),
                                        tree.nodes.size() == 1 ? " span, " : " spans, ",
                                        DurationText(tree.end_nanos - tree.start_nanos), "\n");
  return Paint(paper, kDim, head) + TreePainter(tree, view, paper).Draw();
}

std::string DrawList(const std::vector<Summary>& traces, const Paper& paper) {
  std::string text;
  for (const Summary& trace : traces) {
    const absl::Time start = absl::FromUnixNanos(trace.start_nanos);
    std::string failed = trace.failed == 0 ? "" : absl::StrCat(trace.failed, " failed");
    absl::StrAppend(
        &text, trace.trace_id, "  ",
        absl::FormatTime("%Y-%m-%d %H:%M:%S", start, absl::UTCTimeZone()), " ",
        FitRight(DurationText(trace.end_nanos - trace.start_nanos), kDurationColumns), " ",
        FitRight(absl::StrCat(trace.spans), 6), trace.spans == 1 ? " span   " : " spans  ",
        Paint(paper, kRed, Fit(failed, 11)), trace.root_service, ": ", trace.root, "  ",
        Paint(paper, kDim, absl::StrCat("(", absl::StrJoin(trace.services, ", "), ")")), "\n");
  }
  return text;
}

}  // namespace telemachus::tools::trace
