#include "common/trace/tracer.h"

#include <atomic>
#include <vector>

#include "common/sync/mutex.h"
#include "common/trace/names.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;

std::atomic<otel::trace::Tracer*> present{nullptr};

void KeepForGood(otel::nostd::shared_ptr<otel::trace::Tracer> tracer) {
  static auto* const mutex = new sync::Mutex();
  static auto* const kept = new std::vector<otel::nostd::shared_ptr<otel::trace::Tracer>>();
  sync::Lock lock(*mutex);
  kept->push_back(std::move(tracer));
}

}  // namespace

otel::trace::Tracer* PresentTracer() { return present.load(std::memory_order_acquire); }

void InstallTracer(const std::shared_ptr<otel::sdk::trace::TracerProvider>& provider) {
  otel::nostd::shared_ptr<otel::trace::Tracer> tracer =
      provider->GetTracer("telemachus", "", names::kSchemaUrl);
  present.store(tracer.get(), std::memory_order_release);
  KeepForGood(std::move(tracer));
}

void UninstallTracer() { present.store(nullptr, std::memory_order_release); }

}  // namespace telemachus::trace
