#ifndef TELEMACHUS_COMMON_TRACE_EXPORT_H_
#define TELEMACHUS_COMMON_TRACE_EXPORT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace telemachus::trace {

// Where spans go. The standard OTEL_* environment variables override what stands here.
struct ExportOptions {
  std::string service;   // `service.name`
  std::string instance;  // `service.instance.id`; empty: made up
  // OTLP/gRPC target, "127.0.0.1:4317"; empty: spans are made, but go nowhere.
  std::string endpoint;
  // Share of root spans kept; children follow their parent.
  double sample_ratio = 1.0;
  // Longest time a finished span waits for its batch (OTEL_BSP_SCHEDULE_DELAY).
  absl::Duration batch_delay = absl::Seconds(1);
};

// Exports for as long as it lives; flushes, bounded, when destroyed. One a process. A receiver
// that is down or slow never holds up a request: spans are dropped then, and counted in
// `trace_spans_dropped_total`.
class Export {
 public:
  explicit Export(const ExportOptions& options);
  ~Export();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A finished span as a test sees it. Ids are in hex, `parent_span_id` is empty for a root; `status`
// is "UNSET", "OK" or "ERROR"; attributes are sorted by key, their values written as text.
struct FinishedSpan {
  std::string name, service, trace_id, span_id, parent_span_id, status;
  std::vector<std::pair<std::string, std::string>> attributes;
};

// Catches spans in memory instead of exporting them. For tests; not beside an Export.
class Catcher {
 public:
  Catcher();
  ~Catcher();
  // All spans finished so far, oldest first.
  std::vector<FinishedSpan> Finished() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_EXPORT_H_
