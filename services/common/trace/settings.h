#ifndef TELEMACHUS_COMMON_TRACE_SETTINGS_H_
#define TELEMACHUS_COMMON_TRACE_SETTINGS_H_

#include <memory>

#include "common/trace/export.h"
#include "opentelemetry/exporters/otlp/otlp_grpc_exporter_options.h"
#include "opentelemetry/sdk/resource/resource.h"
#include "opentelemetry/sdk/trace/batch_span_processor_options.h"
#include "opentelemetry/sdk/trace/sampler.h"

// What the SDK is set up with: our options, and above them the standard environment variables, as
// far as this SDK does not read those itself.
namespace telemachus::trace {

// Whether spans are made at all (OTEL_SDK_DISABLED).
bool IsTracingEnabled();

// Whether finished spans go anywhere (OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT).
bool IsExportEnabled(const ExportOptions& options);

// The receiver (OTEL_EXPORTER_OTLP_*).
opentelemetry::exporter::otlp::OtlpGrpcExporterOptions ReceiverOf(const ExportOptions& options);

// The queue (OTEL_BSP_*).
opentelemetry::sdk::trace::BatchSpanProcessorOptions QueueOf(const ExportOptions& options);

// Who we are (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES).
opentelemetry::sdk::resource::Resource ResourceOf(const ExportOptions& options);

// Which traces are kept (OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG).
std::unique_ptr<opentelemetry::sdk::trace::Sampler> SamplerOf(const ExportOptions& options);

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_SETTINGS_H_
