#include "common/trace/forward.h"

#include <utility>

#include "common/metric/metric.h"
#include "opentelemetry/sdk/trace/span_data.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;
using otel::sdk::common::ExportResult;
using otel::sdk::trace::Recordable;

void CountDropped(const char* reason, size_t spans) {
  metric::Count("trace_spans_dropped_total", "Finished spans that reached no receiver.",
                {{"reason", reason}}, static_cast<double>(spans));
}

class FailureCounter final : public otel::sdk::trace::SpanExporter {
 public:
  FailureCounter(std::unique_ptr<otel::sdk::trace::SpanExporter> exporter,
                 std::shared_ptr<const SendLimit> limit)
      : exporter_(std::move(exporter)), limit_(std::move(limit)) {}

  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return exporter_->MakeRecordable();
  }

  ExportResult Export(
      const otel::nostd::span<std::unique_ptr<Recordable>>& spans) noexcept override {
    if (limit_->IsOver()) {
      CountDropped("ending", spans.size());
      return ExportResult::kFailure;
    }
    const ExportResult result = exporter_->Export(spans);
    if (result != ExportResult::kSuccess) CountDropped("not_received", spans.size());
    return result;
  }

  bool ForceFlush(std::chrono::microseconds timeout) noexcept override {
    return exporter_->ForceFlush(timeout);
  }
  bool Shutdown(std::chrono::microseconds timeout) noexcept override {
    return exporter_->Shutdown(timeout);
  }

 private:
  const std::unique_ptr<otel::sdk::trace::SpanExporter> exporter_;
  const std::shared_ptr<const SendLimit> limit_;
};

class RefusalCounter final : public otel::sdk::trace::SpanProcessor {
 public:
  explicit RefusalCounter(std::unique_ptr<otel::sdk::trace::SpanProcessor> queue)
      : queue_(std::move(queue)) {}

  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return queue_->MakeRecordable();
  }
  void OnStart(Recordable& span, const otel::trace::SpanContext& parent) noexcept override {
    queue_->OnStart(span, parent);
  }
  // The queue takes the span out of the pointer if it has room, and says nothing if it has none.
  void OnEnd(std::unique_ptr<Recordable>&& span) noexcept override {
    queue_->OnEnd(std::move(span));
    if (span != nullptr) CountDropped("queue_full", 1);
  }
  bool ForceFlush(std::chrono::microseconds timeout) noexcept override {
    return queue_->ForceFlush(timeout);
  }
  bool Shutdown(std::chrono::microseconds timeout) noexcept override {
    return queue_->Shutdown(timeout);
  }

 private:
  const std::unique_ptr<otel::sdk::trace::SpanProcessor> queue_;
};

class Discarder final : public otel::sdk::trace::SpanProcessor {
 public:
  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return std::make_unique<otel::sdk::trace::SpanData>();
  }
  void OnStart(Recordable&, const otel::trace::SpanContext&) noexcept override {}
  void OnEnd(std::unique_ptr<Recordable>&& span) noexcept override { span.reset(); }
  bool ForceFlush(std::chrono::microseconds) noexcept override { return true; }
  bool Shutdown(std::chrono::microseconds) noexcept override { return true; }
};

}  // namespace

std::unique_ptr<otel::sdk::trace::SpanExporter> CountFailures(
    std::unique_ptr<otel::sdk::trace::SpanExporter> exporter,
    std::shared_ptr<const SendLimit> limit) {
  return std::make_unique<FailureCounter>(std::move(exporter), std::move(limit));
}

std::unique_ptr<otel::sdk::trace::SpanProcessor> CountRefusals(
    std::unique_ptr<otel::sdk::trace::SpanProcessor> queue) {
  return std::make_unique<RefusalCounter>(std::move(queue));
}

std::unique_ptr<otel::sdk::trace::SpanProcessor> Discard() { return std::make_unique<Discarder>(); }

}  // namespace telemachus::trace
