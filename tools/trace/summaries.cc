#include <algorithm>

#include "tools/trace/picture.h"

namespace telemachus::tools::trace {

void Summaries::Add(const Line& span) {
  Summary& trace = by_trace_[span.trace_id()];
  const bool is_root = span.parent_span_id().empty();
  const bool is_first = trace.spans == 0;
  if (is_first || span.start_nanos() < trace.start_nanos) trace.start_nanos = span.start_nanos();
  trace.end_nanos = std::max(trace.end_nanos, span.start_nanos() + span.duration_nanos());
  if (is_first || (is_root && !trace.has_root)) {
    trace.trace_id = span.trace_id();
    trace.root = ShortName(span.name());
    trace.root_service = ShortName(span.service());
    trace.has_root = is_root;
  }
  ++trace.spans;
  if (span.failed()) ++trace.failed;
  trace.services.insert(ShortName(span.service()));
}

std::vector<Summary> Summaries::Newest(size_t limit) const {
  std::vector<Summary> newest;
  for (const auto& [id, summary] : by_trace_) newest.push_back(summary);
  std::stable_sort(newest.begin(), newest.end(), [](const Summary& a, const Summary& b) {
    return a.start_nanos > b.start_nanos;
  });
  if (newest.size() > limit) newest.resize(limit);
  return newest;
}

}  // namespace telemachus::tools::trace
