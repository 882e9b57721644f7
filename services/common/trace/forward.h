#ifndef TELEMACHUS_COMMON_TRACE_FORWARD_H_
#define TELEMACHUS_COMMON_TRACE_FORWARD_H_

#include <atomic>
#include <chrono>
#include <memory>

#include "opentelemetry/sdk/trace/exporter.h"
#include "opentelemetry/sdk/trace/processor.h"

// What stands around the SDK's queue and exporter: it counts what is lost, and bounds the end.
namespace telemachus::trace {

// By when an ending process stops to send; unset while it runs. Thread-safe.
class SendLimit {
 public:
  // Allows sending for `time` from now on, and no longer.
  void Start(std::chrono::milliseconds time) {
    end_ = (std::chrono::steady_clock::now() + time).time_since_epoch().count();
  }
  bool IsOver() const {
    const auto end = end_.load();
    return end != 0 && std::chrono::steady_clock::now().time_since_epoch().count() >= end;
  }

 private:
  std::atomic<std::chrono::steady_clock::rep> end_{0};
};

// An exporter that passes batches on to `exporter` until `limit` is over, and counts the spans of
// those that fail.
std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> CountFailures(
    std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> exporter,
    std::shared_ptr<const SendLimit> limit);

// A processor that passes spans on to `queue` and counts those that it does not take.
std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> CountRefusals(
    std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> queue);

// A processor for spans that go nowhere.
std::unique_ptr<opentelemetry::sdk::trace::SpanProcessor> Discard();

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_FORWARD_H_
