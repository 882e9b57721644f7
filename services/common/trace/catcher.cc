#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/sync/mutex.h"
#include "common/trace/export.h"
#include "common/trace/names.h"
#include "common/trace/tracer.h"
#include "opentelemetry/sdk/trace/exporter.h"
#include "opentelemetry/sdk/trace/simple_processor_factory.h"
#include "opentelemetry/sdk/trace/span_data.h"
#include "opentelemetry/sdk/trace/tracer_provider_factory.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;
using otel::sdk::trace::Recordable;
using otel::sdk::trace::SpanData;

// Spans that are caught at most; later ones are left out.
constexpr size_t kCaughtMax = 200000;

// Writes an attribute's value as text.
struct AsText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::string& value) const { return value; }
  template <typename Number>
  std::string operator()(const Number& value) const {
    return absl::StrCat(value);
  }
  template <typename Element>
  std::string operator()(const std::vector<Element>& values) const {
    return absl::StrJoin(values, ",");
  }
};

template <typename OtelId>
std::string Hex(const OtelId& id) {
  if (!id.IsValid()) return "";
  char digits[2 * OtelId::kSize];
  id.ToLowerBase16(digits);
  return std::string(digits, sizeof(digits));
}

std::string StatusText(otel::trace::StatusCode code) {
  if (code == otel::trace::StatusCode::kError) return "ERROR";
  return code == otel::trace::StatusCode::kOk ? "OK" : "UNSET";
}

std::string ServiceOf(const SpanData& span) {
  const auto& attributes = span.GetResource().GetAttributes();
  const auto service = attributes.find(names::kServiceName);
  return service == attributes.end() ? "" : otel::nostd::visit(AsText(), service->second);
}

FinishedSpan Finish(const SpanData& span) {
  FinishedSpan finished;
  finished.name = std::string(span.GetName().data(), span.GetName().size());
  finished.service = ServiceOf(span);
  finished.trace_id = Hex(span.GetTraceId());
  finished.span_id = Hex(span.GetSpanId());
  finished.parent_span_id = Hex(span.GetParentSpanId());
  finished.status = StatusText(span.GetStatus());
  for (const auto& [key, value] : span.GetAttributes()) {
    finished.attributes.emplace_back(key, otel::nostd::visit(AsText(), value));
  }
  std::sort(finished.attributes.begin(), finished.attributes.end());
  return finished;
}

// What was caught; shared by the Catcher and the SDK, whichever lives longer. Thread-safe.
class Caught {
 public:
  void Add(FinishedSpan span) {
    sync::Lock lock(mutex_);
    if (spans_.size() < kCaughtMax) spans_.push_back(std::move(span));
  }
  std::vector<FinishedSpan> All() const {
    sync::Lock lock(mutex_);
    return spans_;
  }

 private:
  mutable sync::Mutex mutex_;
  std::vector<FinishedSpan> spans_ ABSL_GUARDED_BY(mutex_);
};

class CatchingExporter final : public otel::sdk::trace::SpanExporter {
 public:
  explicit CatchingExporter(std::shared_ptr<Caught> caught) : caught_(std::move(caught)) {}

  std::unique_ptr<Recordable> MakeRecordable() noexcept override {
    return std::make_unique<SpanData>();
  }
  otel::sdk::common::ExportResult Export(
      const otel::nostd::span<std::unique_ptr<Recordable>>& spans) noexcept override {
    for (const std::unique_ptr<Recordable>& span : spans) {
      caught_->Add(Finish(static_cast<const SpanData&>(*span)));
    }
    return otel::sdk::common::ExportResult::kSuccess;
  }
  bool ForceFlush(std::chrono::microseconds) noexcept override { return true; }
  bool Shutdown(std::chrono::microseconds) noexcept override { return true; }

 private:
  const std::shared_ptr<Caught> caught_;
};

}  // namespace

struct Catcher::State {
  std::shared_ptr<Caught> caught = std::make_shared<Caught>();
  std::shared_ptr<otel::sdk::trace::TracerProvider> provider;
};

Catcher::Catcher() : state_(new State) {
  auto exporter = std::make_unique<CatchingExporter>(state_->caught);
  state_->provider = otel::sdk::trace::TracerProviderFactory::Create(
      otel::sdk::trace::SimpleSpanProcessorFactory::Create(std::move(exporter)),
      otel::sdk::resource::Resource::Create({{names::kServiceName, std::string("test")}}));
  InstallTracer(state_->provider);
}

Catcher::~Catcher() {
  UninstallTracer();
  state_->provider->Shutdown();
}

std::vector<FinishedSpan> Catcher::Finished() const { return state_->caught->All(); }

}  // namespace telemachus::trace
