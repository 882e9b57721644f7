#ifndef TELEMACHUS_TOOLS_TRACE_COLLECTOR_H_
#define TELEMACHUS_TOOLS_TRACE_COLLECTOR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/trace/span_file.h"

namespace telemachus::tools::trace {

// Receives traces by OTLP/gRPC and writes them to a file, for as long as it lives.
class Collector {
 public:
  // Serves on `address` ("127.0.0.1:4317"; port 0 takes a free one). UNAVAILABLE if it cannot be
  // had. `writer` outlives the collector.
  static absl::StatusOr<std::unique_ptr<Collector>> Start(const std::string& address,
                                                          SpanWriter& writer);
  virtual ~Collector() = default;
  // The port served on.
  virtual int port() const = 0;
};

}  // namespace telemachus::tools::trace

#endif  // TELEMACHUS_TOOLS_TRACE_COLLECTOR_H_
