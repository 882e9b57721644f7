#ifndef TELEMACHUS_COMMON_RPC_SERVE_RECORD_H_
#define TELEMACHUS_COMMON_RPC_SERVE_RECORD_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/trace/span.h"

namespace telemachus::rpc {

// The span and the duration of one call, as one side of it sees them. Used by one thread at a time.
class Record {
 public:
  // As a server: continues the caller's `traceparent`, and may end on another thread. An empty
  // `path` stands for a method that does not exist.
  static Record Serving(absl::string_view path, absl::string_view traceparent);
  // As a client: the span is current on this thread until the end.
  static Record Calling(absl::string_view path);
  Record(Record&&) = delete;

  // Records how the call ended, and ends the span. Called once.
  void End(absl::StatusCode code);

  trace::Span& span() { return *span_; }

 private:
  Record(absl::string_view path, trace::Kind kind, std::optional<absl::string_view> traceparent);

  const std::string method_;
  const bool serving_;
  const absl::Time began_;
  std::optional<trace::Span> span_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_RECORD_H_
