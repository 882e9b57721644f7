#include "common/trace/settings.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/trace/names.h"
#include "opentelemetry/sdk/resource/resource_detector.h"
#include "opentelemetry/sdk/trace/samplers/always_off_factory.h"
#include "opentelemetry/sdk/trace/samplers/always_on_factory.h"
#include "opentelemetry/sdk/trace/samplers/parent_factory.h"
#include "opentelemetry/sdk/trace/samplers/trace_id_ratio_factory.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;

// Finished spans that wait for the receiver at most, and those of one request to it.
constexpr int64_t kQueuedSpansMax = 2048;
constexpr int64_t kBatchSpansMax = 512;
// Longest wait for the receiver's answer; shorter than the SDK's own, since the end of the process
// waits for it.
constexpr std::chrono::seconds kReceiverTimeout{2};

// The value of a variable; empty if it is unset.
std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A positive number from the environment, or `fallback`.
int64_t Number(const char* name, int64_t fallback) {
  int64_t number = 0;
  return absl::SimpleAtoi(Variable(name), &number) && number > 0 ? number : fallback;
}

bool HasEndpointVariable() {
  return !Variable("OTEL_EXPORTER_OTLP_ENDPOINT").empty() ||
         !Variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").empty();
}

std::string InstanceOf(const ExportOptions& options) {
  if (!options.instance.empty()) return options.instance;
  return absl::StrCat(::getpid(), "-", absl::Hex(absl::ToUnixMicros(absl::Now())));
}

std::unique_ptr<otel::sdk::trace::Sampler> RootSampler(absl::string_view name, double ratio) {
  if (name == "always_on") return otel::sdk::trace::AlwaysOnSamplerFactory::Create();
  if (name == "always_off") return otel::sdk::trace::AlwaysOffSamplerFactory::Create();
  return otel::sdk::trace::TraceIdRatioBasedSamplerFactory::Create(ratio);
}

}  // namespace

bool IsTracingEnabled() { return Variable("OTEL_SDK_DISABLED") != "true"; }

bool IsExportEnabled(const ExportOptions& options) {
  if (Variable("OTEL_TRACES_EXPORTER") == "none") return false;
  return !options.endpoint.empty() || HasEndpointVariable();
}

otel::exporter::otlp::OtlpGrpcExporterOptions ReceiverOf(const ExportOptions& options) {
  otel::exporter::otlp::OtlpGrpcExporterOptions receiver;  // reads the environment
  if (!HasEndpointVariable()) {
    receiver.endpoint = absl::StrCat("http://", options.endpoint);
    receiver.use_ssl_credentials = false;
  }
  if (Variable("OTEL_EXPORTER_OTLP_TIMEOUT").empty() &&
      Variable("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT").empty()) {
    receiver.timeout = kReceiverTimeout;
  }
  return receiver;
}

otel::sdk::trace::BatchSpanProcessorOptions QueueOf(const ExportOptions& options) {
  otel::sdk::trace::BatchSpanProcessorOptions queue;
  queue.max_queue_size = Number("OTEL_BSP_MAX_QUEUE_SIZE", kQueuedSpansMax);
  queue.max_export_batch_size = std::min<size_t>(
      Number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", kBatchSpansMax), queue.max_queue_size);
  queue.schedule_delay_millis = std::chrono::milliseconds(
      Number("OTEL_BSP_SCHEDULE_DELAY", absl::ToInt64Milliseconds(options.batch_delay)));
  return queue;
}

otel::sdk::resource::Resource ResourceOf(const ExportOptions& options) {
  const auto ours =
      otel::sdk::resource::Resource::Create({{names::kServiceName, options.service},
                                             {names::kServiceNamespace, std::string("telemachus")},
                                             {names::kServiceInstanceId, InstanceOf(options)}},
                                            names::kSchemaUrl);
  return ours.Merge(otel::sdk::resource::OTELResourceDetector().Detect());
}

std::unique_ptr<otel::sdk::trace::Sampler> SamplerOf(const ExportOptions& options) {
  std::string name = Variable("OTEL_TRACES_SAMPLER");
  double ratio = options.sample_ratio;
  if (!name.empty()) {
    double argument = 1.0;
    ratio = absl::SimpleAtod(Variable("OTEL_TRACES_SAMPLER_ARG"), &argument) ? argument : 1.0;
  }
  constexpr absl::string_view kParentBased = "parentbased_";
  const bool follows_parent = name.empty() || absl::StartsWith(name, kParentBased);
  if (absl::StartsWith(name, kParentBased)) name.erase(0, kParentBased.size());
  std::unique_ptr<otel::sdk::trace::Sampler> root = RootSampler(name, std::clamp(ratio, 0.0, 1.0));
  if (!follows_parent) return root;
  return otel::sdk::trace::ParentBasedSamplerFactory::Create(std::move(root));
}

}  // namespace telemachus::trace
