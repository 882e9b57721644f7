#include "prometheus/exposer.h"

#include <exception>

#include "common/metric/metric.h"
#include "common/metric/registry.h"
#include "prometheus/text_serializer.h"

namespace telemachus::metric {
namespace {

// A scrape takes one thread; a second keeps an idle connection from blocking the next.
constexpr size_t kThreads = 2;

class PrometheusExposer final : public Exposer {
 public:
  explicit PrometheusExposer(const std::string& address) : exposer_(address, kThreads) {
    exposer_.RegisterCollectable(ProcessRegistry());
  }

  int port() const override { return exposer_.GetListeningPorts().front(); }

 private:
  prometheus::Exposer exposer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Open(const std::string& address) {
  try {
    return std::make_unique<PrometheusExposer>(address);
  } catch (const std::exception&) {
    return absl::UnavailableError("the address for metrics cannot be served on");
  }
}

std::string Scrape() {
  return prometheus::TextSerializer().Serialize(ProcessRegistry()->Collect());
}

}  // namespace telemachus::metric
