#ifndef TELEMACHUS_COMMON_TRACE_FORWARD_H_
#define TELEMACHUS_COMMON_TRACE_FORWARD_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "opentelemetry/sdk/trace/exporter.h"
#include "opentelemetry/sdk/trace/processor.h"

// What stands around the SDK's queue and exporter: it counts what is lost, and bounds the end.
namespace telemachus::trace {

// The way of spans to the receiver: how many wait, and until when an ending process sends.
// Thread-safe.
class Passage {
 public:
  explicit Passage(size_t waiting_max) : waiting_max_(static_cast<int64_t>(waiting_max)) {}

  // Takes a place in the queue; false if it is full.
  bool Enter() {
    if (waiting_.fetch_add(1) < waiting_max_) return true;
    waiting_.fetch_sub(1);
    return false;
  }
  // Gives the places of spans back that have left the queue.
  void Leave(size_t spans) { waiting_.fetch_sub(static_cast<int64_t>(spans)); }

  // Allows sending for `time` from now on, and no longer.
  void CloseAfter(std::chrono::milliseconds time) {
    end_ = (std::chrono::steady_clock::now() + time).time_since_epoch().count();
  }
  bool IsClosed() const {
    const auto end = end_.load();
    return end != 0 && std::chrono::steady_clock::now().time_since_epoch().count() >= end;
  }

 private:
  const int64_t waiting_max_;
  std::atomic<int64_t> waiting_{0};
  std::atomic<std::chrono::steady_clock::rep> end_{0};
};

// An exporter that passes batches on to `exporter` until the passage is closed, and counts the
// spans of those that fail.
std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> CountFailures(
    std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> exporter,
    std::shared_ptr<Passage> passage);

// A processor that passes spans on to `queue` while the passage has room, and counts the others.
// (The queue itself says nothing of those that it does not take.)
std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> CountRefusals(
    std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> queue,
    std::shared_ptr<Passage> passage);

// A processor for spans that go nowhere.
std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> Discard();

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_FORWARD_H_
