#include "common/trace/export.h"

#include <chrono>
#include <utility>

#include "common/trace/forward.h"
#include "common/trace/settings.h"
#include "common/trace/tracer.h"
#include "opentelemetry/exporters/otlp/otlp_grpc_exporter_factory.h"
#include "opentelemetry/sdk/common/global_log_handler.h"
#include "opentelemetry/sdk/trace/batch_span_processor_factory.h"
#include "opentelemetry/sdk/trace/tracer_provider_factory.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;

// Longest time that the end of the process goes on sending (and one answer's wait beyond it).
constexpr std::chrono::milliseconds kFlushTime{2000};

std::unique_ptr<otel::sdk::trace::SpanProcessor> ProcessorOf(
    const ExportOptions& options, const std::shared_ptr<Passage>& passage) {
  if (!IsExportEnabled(options)) return Discard();
  auto exporter = CountFailures(
      otel::exporter::otlp::OtlpGrpcExporterFactory::Create(ReceiverOf(options)), passage);
  return CountRefusals(
      otel::sdk::trace::BatchSpanProcessorFactory::Create(std::move(exporter), QueueOf(options)),
      passage);
}

// The SDK tells of a receiver that is down by plain lines on standard error; the metric tells it.
void SilenceSdk() {
  using otel::sdk::common::internal_log::GlobalLogHandler;
  GlobalLogHandler::SetLogLevel(otel::sdk::common::internal_log::LogLevel::None);
}

}  // namespace

struct Export::State {
  std::shared_ptr<Passage> passage;
  std::shared_ptr<otel::sdk::trace::TracerProvider> provider;
};

Export::Export(const ExportOptions& options) : state_(new State) {
  if (!IsTracingEnabled()) return;
  SilenceSdk();
  state_->passage = std::make_shared<Passage>(QueueOf(options).max_queue_size);
  state_->provider = otel::sdk::trace::TracerProviderFactory::Create(
      ProcessorOf(options, state_->passage), ResourceOf(options), SamplerOf(options));
  InstallTracer(state_->provider);
}

Export::~Export() {
  if (state_->provider == nullptr) return;
  UninstallTracer();
  state_->passage->CloseAfter(kFlushTime);
  state_->provider->Shutdown();
}

}  // namespace telemachus::trace
