#include "gateway/forward/forwarder.h"

#include <memory>

#include "common/rpc/serve/settings.h"
#include "gateway/forward/forwarded_call.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace telemachus::gateway {
namespace {

// Channels that differ in this share no connection.
constexpr char kPurposeArgument[] = "telemachus.purpose";

Forwarder::Stub Connect(const std::string& target, const std::string& purpose) {
  grpc::ChannelArguments settings = rpc::ChannelSettings();
  // Nobody here knows whether a call may be made twice.
  settings.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  settings.SetString(kPurposeArgument, purpose);
  return Forwarder::Stub(
      grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), settings));
}

}  // namespace

Forwarder::Forwarder(const Setting& setting, const std::map<std::string, std::string>& targets)
    : setting_(setting) {
  for (const auto& [service, target] : targets) {
    ways_.emplace(service, Ways{Connect(target, "calls"), Connect(target, "streams")});
  }
}

Forwarder::~Forwarder() {
  sync::Lock lock(mutex_);
  while (calls_ > 0) left_.Wait(mutex_);
}

grpc::ServerGenericBidiReactor* Forwarder::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  auto* call = new ForwardedCall(*this, *context);
  call->Begin();
  return call;
}

Forwarder::Stub& Forwarder::stub(const Route& route) {
  Ways& ways = ways_.at(route.service);
  return route.streaming ? ways.streams : ways.calls;
}

bool Forwarder::Enter(bool streaming) {
  sync::Lock lock(mutex_);
  ++calls_;
  if (streaming) ++streams_;
  // Too many streams, those just being refused among them, are no reason to refuse other calls.
  return calls_ <= setting_.limits.calls && (!streaming || streams_ <= setting_.limits.streams);
}

void Forwarder::Leave(bool streaming) {
  sync::Lock lock(mutex_);
  --calls_;
  if (streaming) --streams_;
  if (calls_ == 0) left_.NotifyAll();
}

}  // namespace telemachus::gateway
