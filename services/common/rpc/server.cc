#include "common/rpc/server.h"

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/rpc/executor.h"
#include "common/rpc/serve/entry.h"
#include "common/rpc/serve/health.h"
#include "common/rpc/serve/pulse.h"
#include "common/rpc/serve/routes.h"
#include "common/rpc/serve/settings.h"
#include "common/status/macros.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace telemachus::rpc {
namespace {

// How often readiness is asked for and the gauges are set.
constexpr absl::Duration kBeat = absl::Seconds(1);
// How long handlers may take to notice that their calls were ended.
constexpr absl::Duration kNotice = absl::Milliseconds(500);

}  // namespace

class RunningServer final : public Server {
 public:
  RunningServer(const ServerOptions& options, Bindings& bindings, const time::Clock& clock)
      : options_(options),
        bindings_(bindings),
        entry_(*bindings.verifier_, *bindings.directory_, clock),
        executor_(std::make_unique<Executor>(options.limits.threads, options.limits.queue)),
        routes_(bindings.methods_, entry_, *executor_, options.limits) {}

  // Work left in the executor still needs the routes and the entry.
  ~RunningServer() override {
    Stop();
    server_.reset();
    executor_.reset();
  }

  static absl::Status Check(const Bindings& bindings) {
    RETURN_IF_ERROR(bindings.methods_.Complete());
    if (bindings.verifier_ == nullptr || bindings.directory_ == nullptr) {
      return absl::FailedPreconditionError("nothing says who may call");
    }
    return absl::OkStatus();
  }

  // Starts everything; what was started is stopped by the destructor if something fails.
  absl::Status Begin() {
    if (!options_.health_listen.empty()) {
      ASSIGN_OR_RETURN(health_, HealthServer::Open(options_.health_listen));
    }
    for (const Bindings::Loop& loop : bindings_.loops_) {
      RETURN_IF_ERROR(loop.start());
      ++loops_started_;
    }
    grpc::ServerBuilder builder;
    Configure(options_.limits, builder);
    builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&routes_);
    builder.RegisterCallbackGenericService(&unknown_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen));
    }
    Beat();
    pulse_ = std::make_unique<Pulse>(kBeat, [this] { Beat(); });
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  int health_port() const override { return health_ == nullptr ? 0 : health_->port(); }
  int abandoned() const override { return executor_->running(); }

  void Stop() override {
    std::call_once(stopped_, [this] {
      pulse_.reset();
      if (health_ != nullptr) health_->SetReady(false);
      if (server_ != nullptr) {
        server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.limits.drain));
      }
      if (!executor_->AwaitIdle(kNotice)) {
        log::Error("handlers go on after their calls have ended",
                   {{"handlers", executor_->running()}});
      }
      while (loops_started_ > 0) bindings_.loops_[--loops_started_].stop();
      health_.reset();
    });
  }

 private:
  void Beat() {
    const metric::Labels service = {{"service", options_.service}};
    const int running = executor_->running();
    const int queued = static_cast<int>(executor_->queued());
    metric::Gauge("rpc_server_queue_length", "Calls that wait for a thread.", service, queued);
    metric::Gauge("rpc_server_calls_in_flight", "Calls that wait or run.", service,
                  running + queued);
    const bool ready = Ready();
    if (ready != ready_) log::Info(ready ? "ready" : "not ready");
    ready_ = ready;
    if (health_ != nullptr) health_->SetReady(ready);
  }

  bool Ready() const {
    for (const auto& check : bindings_.ready_) {
      const absl::Status status = check();
      if (status.ok()) continue;
      if (ready_) log::Warning("a readiness check fails", {{"status", status}});
      return false;
    }
    return true;
  }

  const ServerOptions options_;
  Bindings& bindings_;
  const Entry entry_;
  std::unique_ptr<Executor> executor_;
  Routes routes_;
  UnknownMethods unknown_;
  std::unique_ptr<HealthServer> health_;
  std::unique_ptr<grpc::Server> server_;
  size_t loops_started_ = 0;
  int port_ = 0;
  // Used by one thread at a time: first the one that begins, then the pulse's.
  bool ready_ = false;
  std::unique_ptr<Pulse> pulse_;
  std::once_flag stopped_;
};

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      Bindings& bindings,
                                                      const time::Clock& clock) {
  RETURN_IF_ERROR(RunningServer::Check(bindings));
  auto server = std::make_unique<RunningServer>(options, bindings, clock);
  RETURN_IF_ERROR(server->Begin());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace telemachus::rpc
