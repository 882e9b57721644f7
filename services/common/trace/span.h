#ifndef TELEMACHUS_COMMON_TRACE_SPAN_H_
#define TELEMACHUS_COMMON_TRACE_SPAN_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Spans by OpenTelemetry's current names (names.h), behind a header that costs nothing to include.
// Attributes are codes and ids; never a name, a party or free text. While there is neither an
// Export nor a Catcher, no span is made, ids are empty and everything here costs next to nothing.
namespace telemachus::trace {

// What a span stands for, as OpenTelemetry has it.
enum class Kind { kInternal, kServer, kClient, kProducer, kConsumer };

// A span that is current on this thread for its scope.
class Span {
 public:
  // A child of the thread's current span, or a root.
  explicit Span(absl::string_view name, Kind kind = Kind::kInternal);
  // A child of a remote parent (W3C `traceparent`); a root if that is malformed or empty.
  Span(absl::string_view name, Kind kind, absl::string_view remote_parent);
  ~Span();
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  // Sets an attribute, by a key of names.h.
  void Set(absl::string_view key, absl::string_view value);
  void Set(absl::string_view key, int64_t value);
  // Names another trace that this belongs with (an outside caller's, an event's cause); at most 32.
  void Link(absl::string_view traceparent);
  // Records the status and passes it on: `return span.End(status)`. The span ends with its scope.
  // A caller's own fault (NOT_FOUND) is no failure of a server or consumer span. The message is
  // not recorded.
  absl::Status End(absl::Status status);
  // Marks the span as failed with `error_type` ("UNAVAILABLE").
  void Fail(absl::string_view error_type);
  // Gives the span up as the thread's current one, so that it may end on another thread. Spans that
  // began inside it on this thread have ended.
  void Detach();

  // The W3C `traceparent` of this span, and its trace id in hex.
  std::string TraceParent() const;
  std::string TraceId() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Whether the thread has a current span.
bool InSpan();
// Of the thread's current span; empty if there is none.
std::string CurrentTraceParent();
std::string CurrentTraceId();
std::string CurrentSpanId();

// Makes a detached span's context current on this thread for a scope; spans that begin in it are
// its children. Does nothing if `traceparent` is malformed or empty.
class Scope {
 public:
  explicit Scope(absl::string_view traceparent);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_SPAN_H_
