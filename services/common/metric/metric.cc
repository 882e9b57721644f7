#include "common/metric/metric.h"

#include "common/metric/instruments.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"

namespace telemachus::metric {
namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;

// The buckets that OpenTelemetry's conventions advise, in seconds.
const Buckets& CallBuckets() {
  static const auto* const buckets =
      new Buckets{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};
  return *buckets;
}
const Buckets& DatabaseBuckets() {
  static const auto* const buckets = new Buckets{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
  return *buckets;
}

prometheus::Family<prometheus::Counter>& CounterFamily(const std::string& name,
                                                       const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*ProcessRegistry());
}
prometheus::Family<prometheus::Gauge>& GaugeFamily(const std::string& name,
                                                   const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*ProcessRegistry());
}
prometheus::Family<prometheus::Histogram>& HistogramFamily(const std::string& name,
                                                           const std::string& help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*ProcessRegistry());
}

template <typename Instrument>
Instruments<Instrument>& Of() {
  static auto* const instruments = new Instruments<Instrument>();
  return *instruments;
}

prometheus::Counter* CounterAt(const char* name, const char* help, const Labels& labels) {
  return Of<prometheus::Counter>().At(CounterFamily, name, help, labels);
}

void CountMisuse() {
  CounterAt("metric_misuse_total", "Values given under a name that another instrument has.", {})
      ->Increment();
}

void Observe(const char* name, const char* help, const Labels& labels, const Buckets& buckets,
             double seconds) {
  prometheus::Histogram* const histogram =
      Of<prometheus::Histogram>().At(HistogramFamily, name, help, labels, buckets);
  if (histogram == nullptr) return CountMisuse();
  histogram->Observe(seconds);
}

}  // namespace

const std::shared_ptr<prometheus::Registry>& ProcessRegistry() {
  static const auto* const registry =
      new std::shared_ptr<prometheus::Registry>(std::make_shared<prometheus::Registry>());
  return *registry;
}

void Count(const char* name, const char* help, const Labels& labels, double by) {
  prometheus::Counter* const counter = CounterAt(name, help, labels);
  if (counter == nullptr) return CountMisuse();
  counter->Increment(by);
}

void Gauge(const char* name, const char* help, const Labels& labels, double value) {
  prometheus::Gauge* const gauge = Of<prometheus::Gauge>().At(GaugeFamily, name, help, labels);
  if (gauge == nullptr) return CountMisuse();
  gauge->Set(value);
}

void Duration(const char* name, const char* help, const Labels& labels, double seconds) {
  Observe(name, help, labels, CallBuckets(), seconds);
}

void DatabaseDuration(const char* name, const char* help, const Labels& labels, double seconds) {
  Observe(name, help, labels, DatabaseBuckets(), seconds);
}

}  // namespace telemachus::metric
