#include "gateway/gateway.h"

#include <mutex>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/access/assertion.h"
#include "common/access/directory.h"
#include "common/metric/metric.h"
#include "common/rpc/channel.h"
#include "common/rpc/executor.h"
#include "common/rpc/remote_directory.h"
#include "common/rpc/serve/health.h"
#include "common/rpc/serve/pulse.h"
#include "common/rpc/serve/settings.h"
#include "common/status/macros.h"
#include "gateway/forward/door.h"
#include "gateway/forward/forwarder.h"
#include "gateway/forward/routes.h"
#include "gateway/token/key_set.h"
#include "gateway/token/key_source.h"
#include "gateway/token/verifier.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace telemachus::gateway {
namespace {

// How often keys and readiness are looked after.
constexpr absl::Duration kBeat = absl::Seconds(1);
// How long what looks callers up may take to notice that their calls were ended.
constexpr absl::Duration kNotice = absl::Milliseconds(500);

// The parts of a gateway, each used by the ones below it.
class RunningGateway final : public rpc::Server {
 public:
  RunningGateway(const Options& options, Routes routes, std::unique_ptr<KeySource> source,
                 crypto::SigningKey key, const time::Clock& clock)
      : options_(options),
        routes_(std::move(routes)),
        signer_("gateway", std::move(key), clock),
        keys_(std::move(source), clock),
        verifier_(options.token, keys_, clock),
        registry_(
            rpc::OpenChannel(options.targets.at("registry"), rpc::AsService(signer_, "registry"))),
        remote_(*registry_),
        directory_(remote_, clock),
        executor_(options.limits.threads, options.limits.queue),
        door_(verifier_, keys_, directory_, executor_, clock),
        forwarder_({routes_, door_, signer_, options.limits, options.trust_traceparent},
                   options.targets) {}

  ~RunningGateway() override { Stop(); }

  absl::Status Begin();

  int port() const override { return port_; }
  int health_port() const override { return health_ == nullptr ? 0 : health_->port(); }
  int abandoned() const override { return executor_.running(); }

  void Stop() override {
    std::call_once(stopped_, [this] {
      pulse_.reset();
      if (health_ != nullptr) health_->SetReady(false);
      if (server_ != nullptr) {
        server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.limits.drain));
      }
      executor_.AwaitIdle(kNotice);
      health_.reset();
    });
  }

 private:
  absl::Status Listen();
  // Once a second: keys kept fresh, readiness said.
  void Beat();

  const Options options_;
  const Routes routes_;
  const access::Signer signer_;
  KeySet keys_;
  const TokenVerifier verifier_;
  const std::unique_ptr<rpc::Channel> registry_;
  rpc::RemoteDirectory remote_;
  access::CachedDirectory directory_;
  rpc::Executor executor_;
  Door door_;
  Forwarder forwarder_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<rpc::HealthServer> health_;
  int port_ = 0;
  std::unique_ptr<rpc::Pulse> pulse_;
  std::once_flag stopped_;
};

absl::Status RunningGateway::Begin() {
  absl::Status loaded = keys_.Load();
  // The issuer may come back; a file that is not there was named by mistake.
  if (!loaded.ok() && !absl::IsUnavailable(loaded)) return loaded;
  if (!options_.health_listen.empty()) {
    ASSIGN_OR_RETURN(health_, rpc::HealthServer::Open(options_.health_listen));
  }
  RETURN_IF_ERROR(Listen());
  Beat();
  pulse_ = std::make_unique<rpc::Pulse>(kBeat, [this] { Beat(); });
  return absl::OkStatus();
}

absl::Status RunningGateway::Listen() {
  rpc::Limits limits;
  // Twice the limit: what is only somewhat too large is refused with a reason.
  limits.message_bytes = options_.limits.message_bytes * 2;
  grpc::ServerBuilder builder;
  rpc::Configure(limits, builder);
  builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(&forwarder_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen));
  }
  return absl::OkStatus();
}

void RunningGateway::Beat() {
  keys_.KeepFresh();
  metric::Gauge("gateway_lookups_waiting", "Calls that wait for a thread to look up their caller.",
                {}, static_cast<double>(executor_.queued()));
  if (health_ != nullptr) health_->SetReady(keys_.loaded());
}

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Server>> Gateway::Start(
    const Options& options, const std::vector<const google::protobuf::ServiceDescriptor*>& api,
    crypto::SigningKey key, const time::Clock& clock) {
  if (options.token.issuer.empty() || options.token.audience.empty()) {
    return absl::FailedPreconditionError("the issuer and the audience of tokens must be named");
  }
  ASSIGN_OR_RETURN(Routes routes, Routes::Of(api));
  std::set<std::string> needed = routes.services();
  needed.insert("registry");
  for (const std::string& service : needed) {
    const auto target = options.targets.find(service);
    if (target == options.targets.end() || target->second.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("no address is given for ", service));
    }
  }
  ASSIGN_OR_RETURN(std::unique_ptr<KeySource> source, OpenKeySource(options.jwks));
  auto gateway = std::make_unique<RunningGateway>(options, std::move(routes), std::move(source),
                                                  std::move(key), clock);
  RETURN_IF_ERROR(gateway->Begin());
  return std::unique_ptr<rpc::Server>(std::move(gateway));
}

}  // namespace telemachus::gateway
