#ifndef TELEMACHUS_COMMON_METRIC_METRIC_H_
#define TELEMACHUS_COMMON_METRIC_METRIC_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Metrics for Prometheus, in one registry a process. Labels are codes from fixed sets: a label can
// never name a person. An instrument has at most 2,000 label sets, the last of them
// `otel_metric_overflow="true"` for all that come too late. A name that was first used for another
// kind of instrument, or that Prometheus does not allow, is counted in `metric_misuse_total` and
// not shown. Thread-safe; a thread's repeated call finds its instrument without a lock.
namespace telemachus::metric {

using Labels = std::vector<std::pair<std::string, std::string>>;

// A count that only grows. `name` ends in `_total`.
void Count(const char* name, const char* help, const Labels& labels = {}, double by = 1);
// A value that goes up and down.
void Gauge(const char* name, const char* help, const Labels& labels, double value);
// A duration in seconds, in the buckets of OpenTelemetry's RPC metrics. `name` ends in `_seconds`.
void Duration(const char* name, const char* help, const Labels& labels, double seconds);
// The same, in the buckets of its database metrics.
void DatabaseDuration(const char* name, const char* help, const Labels& labels, double seconds);

// Serves `/metrics` on `address` ("127.0.0.1:9100") for as long as it lives.
class Exposer {
 public:
  // UNAVAILABLE if the address cannot be had. Port 0 takes a free one.
  static absl::StatusOr<std::unique_ptr<Exposer>> Open(const std::string& address);
  virtual ~Exposer() = default;
  // The port served on.
  virtual int port() const = 0;
};

// The text a scrape would get; for tests.
std::string Scrape();

}  // namespace telemachus::metric

#endif  // TELEMACHUS_COMMON_METRIC_METRIC_H_
