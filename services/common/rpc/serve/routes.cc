#include "common/rpc/serve/routes.h"

#include "common/rpc/serve/record.h"
#include "common/rpc/serve/wire.h"
#include "common/status/status.h"
#include "grpcpp/impl/rpc_service_method.h"

namespace telemachus::rpc {
namespace {

using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

// When a refused caller may come again.
constexpr absl::Duration kOverloadDelay = absl::Seconds(1);

absl::Status Overloaded() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, status::v1::REASON_OVERLOADED,
                            "The server has more work than it takes on.", kOverloadDelay);
}

absl::Status Expired() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "The time for the call ran out before its turn came.");
}

absl::Status NoSuchMethod() {
  return status::Error(absl::StatusCode::kUnimplemented, status::v1::REASON_UNKNOWN_METHOD,
                       "There is no such method.");
}

// Ends a call before it does anything.
class Refusal final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Refusal(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

Routes::Routes(const Methods& methods, const Entry& entry, Executor& executor, const Limits& limits)
    : entry_(entry), executor_(executor) {
  for (const auto& [path, method] : methods.all()) {
    routes_.push_back(Route{method, path, limits.default_deadline, limits.message_bytes});
    if (method.streaming) {
      AddStream(routes_.back());
    } else {
      AddUnary(routes_.back());
    }
  }
}

void Routes::AddUnary(const Route& route) {
  using Handler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
  const int index = static_cast<int>(routes_.size()) - 1;
  AddMethod(new RpcServiceMethod(route.path.c_str(), RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      index, new Handler([this, &route](grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request, grpc::ByteBuffer* answer) {
        const auto exchange = std::make_shared<UnaryExchange>(route, *context, *request, *answer);
        Accept(exchange);
        return exchange.get();
      }));
}

void Routes::AddStream(const Route& route) {
  using Handler =
      grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
  const int index = static_cast<int>(routes_.size()) - 1;
  AddMethod(new RpcServiceMethod(route.path.c_str(), RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(index, new Handler([this, &route](grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request) {
                          const auto exchange =
                              std::make_shared<StreamExchange>(route, *context, *request);
                          Accept(exchange);
                          return exchange.get();
                        }));
}

void Routes::Accept(const std::shared_ptr<Exchange>& exchange) {
  exchange->Open();
  const bool taken = executor_.Submit(
      exchange->deadline(), [this, exchange] { exchange->Run(entry_); },
      [exchange] { exchange->Refuse(Expired()); });
  if (!taken) exchange->Refuse(Overloaded());
}

grpc::ServerGenericBidiReactor* UnknownMethods::CreateReactor(grpc::GenericCallbackServerContext*) {
  Record::Serving("", "").End(absl::StatusCode::kUnimplemented);
  return new Refusal(NoSuchMethod());
}

}  // namespace telemachus::rpc
