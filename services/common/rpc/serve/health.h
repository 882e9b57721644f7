#ifndef TELEMACHUS_COMMON_RPC_SERVE_HEALTH_H_
#define TELEMACHUS_COMMON_RPC_SERVE_HEALTH_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/serve/routes.h"
#include "grpcpp/server.h"

namespace telemachus::rpc {

// The names that a probe may ask for beside the empty one, which means readiness.
inline constexpr char kReadiness[] = "readiness";
inline constexpr char kLiveness[] = "liveness";

// A server that answers grpc.health.v1 and nothing else, in plain text: probes can do no TLS, and
// on the port of the methods it would open those too. Thread-safe.
class HealthServer {
 public:
  // Alive, but not ready yet. UNAVAILABLE if the address is taken.
  static absl::StatusOr<std::unique_ptr<HealthServer>> Open(const std::string& address);
  ~HealthServer();

  int port() const { return port_; }
  // Says from now on whether calls should come here.
  void SetReady(bool ready);

 private:
  HealthServer(std::unique_ptr<UnknownMethods> others, std::unique_ptr<grpc::Server> server,
               int port);

  const std::unique_ptr<UnknownMethods> others_;
  const std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_HEALTH_H_
