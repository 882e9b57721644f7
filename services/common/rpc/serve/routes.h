#ifndef TELEMACHUS_COMMON_RPC_SERVE_ROUTES_H_
#define TELEMACHUS_COMMON_RPC_SERVE_ROUTES_H_

#include <deque>
#include <memory>

#include "common/rpc/executor.h"
#include "common/rpc/methods.h"
#include "common/rpc/serve/entry.h"
#include "common/rpc/serve/exchange.h"
#include "common/rpc/server.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/service_type.h"

namespace telemachus::rpc {

// The methods as the transport knows them: takes each call's bytes and has it run by the executor,
// or refuses it at once.
class Routes final : public grpc::Service {
 public:
  // All outlive this.
  Routes(const Methods& methods, const Entry& entry, Executor& executor, const Limits& limits);

 private:
  void AddUnary(const Route& route);
  void AddStream(const Route& route);
  void Accept(const std::shared_ptr<Exchange>& exchange);

  const Entry& entry_;
  Executor& executor_;
  // Stable addresses: calls refer to their route.
  std::deque<Route> routes_;
};

// Answers calls of methods that do not exist.
class UnknownMethods final : public grpc::CallbackGenericService {
 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_ROUTES_H_
