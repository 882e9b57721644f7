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
                 std::shared_ptr<Passage> passage)
      : exporter_(std::move(exporter)), passage_(std::move(passage)) {}

  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return exporter_->MakeRecordable();
  }

  ExportResult Export(
      const otel::nostd::span<std::unique_ptr<Recordable>>& spans) noexcept override {
    passage_->Leave(spans.size());
    if (passage_->IsClosed()) {
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
  const std::shared_ptr<Passage> passage_;
};

class RefusalCounter final : public otel::sdk::trace::SpanProcessor {
 public:
  RefusalCounter(std::unique_ptr<otel::sdk::trace::SpanProcessor> queue,
                 std::shared_ptr<Passage> passage)
      : queue_(std::move(queue)), passage_(std::move(passage)) {}

  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return queue_->MakeRecordable();
  }
  void OnStart(Recordable& span, const otel::trace::SpanContext& parent) noexcept override {
    queue_->OnStart(span, parent);
  }
  void OnEnd(std::unique_ptr<Recordable>&& span) noexcept override {
    if (passage_->Enter()) return queue_->OnEnd(std::move(span));
    span.reset();
    CountDropped("queue_full", 1);
  }
  bool ForceFlush(std::chrono::microseconds timeout) noexcept override {
    return queue_->ForceFlush(timeout);
  }
  bool Shutdown(std::chrono::microseconds timeout) noexcept override {
    return queue_->Shutdown(timeout);
  }

 private:
  const std::unique_ptr<otel::sdk::trace::SpanProcessor> queue_;
  const std::shared_ptr<Passage> passage_;
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
    std::unique_ptr<otel::sdk::trace::SpanExporter> exporter, std::shared_ptr<Passage> passage) {
  return std::make_unique<FailureCounter>(std::move(exporter), std::move(passage));
}

std::unique_ptr<otel::sdk::trace::SpanProcessor> CountRefusals(
    std::unique_ptr<otel::sdk::trace::SpanProcessor> queue, std::shared_ptr<Passage> passage) {
  return std::make_unique<RefusalCounter>(std::move(queue), std::move(passage));
}

std::unique_ptr<otel::sdk::trace::SpanProcessor> Discard() { return std::make_unique<Discarder>(); }

}  // namespace telemachus::trace
