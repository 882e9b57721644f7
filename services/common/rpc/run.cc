#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <thread>

#include "absl/flags/flag.h"
#include "absl/strings/string_view.h"
#include "common/config/flags.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "common/trace/export.h"
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"

namespace telemachus::rpc {
namespace {

// Keeps the C library from giving each thread a heap of its own, which it fills to what the largest
// request ever took there.
void LimitHeaps() {
  const unsigned cores = std::thread::hardware_concurrency();
  mallopt(M_ARENA_MAX, cores == 0 ? 1 : static_cast<int>(cores));
}

// Blocks the signals that end the process, for this thread and those it will start.
sigset_t BlockEndingSignals() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  // A peer that has gone away is an error of one write, not the end of the process.
  (void)std::signal(SIGPIPE, SIG_IGN);
  return ending;
}

log::Level LevelOf(absl::string_view word) {
  if (word == "debug") return log::Level::kDebug;
  if (word == "warning") return log::Level::kWarning;
  if (word == "error") return log::Level::kError;
  return log::Level::kInfo;
}

// The lines of libraries are not JSON and may quote what a caller sent: they are left out, and what
// matters in them comes back as a status.
void SilenceLibraries() {
  google::protobuf::SetLogHandler(nullptr);
  gpr_set_log_function([](gpr_log_func_args* line) {
    if (line->severity != GPR_LOG_SEVERITY_ERROR) return;
    log::Warning("the transport reports an error",
                 {{"source", log::Code(line->file)}, {"line", line->line}});
  });
}

ServerOptions OptionsFromFlags(const std::string& service) {
  ServerOptions options;
  options.service = service;
  options.listen = absl::GetFlag(FLAGS_listen);
  options.health_listen = absl::GetFlag(FLAGS_health_listen);
  options.limits.threads = absl::GetFlag(FLAGS_threads);
  return options;
}

trace::ExportOptions TracesFromFlags(const std::string& service) {
  trace::ExportOptions options;
  options.service = service;
  options.endpoint = absl::GetFlag(FLAGS_otlp);
  options.sample_ratio = absl::GetFlag(FLAGS_trace_ratio);
  return options;
}

absl::StatusOr<std::unique_ptr<metric::Exposer>> ExposeMetrics() {
  const std::string address = absl::GetFlag(FLAGS_metrics_listen);
  if (address.empty()) return nullptr;
  return metric::Exposer::Open(address);
}

// Serves until a signal comes.
void ServeUntil(const sigset_t& ending, Server& server) {
  log::Info("serving", {{"port", server.port()}, {"health_port", server.health_port()}});
  int signal = 0;
  sigwait(&ending, &signal);
  log::Info("stopping", {{"signal", signal}});
  server.Stop();
  log::Info("stopped");
}

absl::Status Serve(const std::string& name, const sigset_t& ending,
                   const std::function<absl::StatusOr<std::unique_ptr<Server>>()>& start) {
  std::optional<trace::Export> traces(std::in_place, TracesFromFlags(name));
  ASSIGN_OR_RETURN(const auto metrics, ExposeMetrics());
  ASSIGN_OR_RETURN(const auto server, start());
  ServeUntil(ending, *server);
  if (server->abandoned() > 0) {
    // Waiting for a handler that does not end would only bring the signal that cannot be caught.
    traces.reset();
    _exit(EXIT_FAILURE);
  }
  return absl::OkStatus();
}

}  // namespace

int RunServer(const std::string& name,
              const std::function<absl::StatusOr<std::unique_ptr<Server>>()>& start) {
  LimitHeaps();
  const sigset_t ending = BlockEndingSignals();
  log::Open(name, absl::GetFlag(FLAGS_log_file), LevelOf(absl::GetFlag(FLAGS_log_level)));
  SilenceLibraries();
  const absl::Status status = Serve(name, ending, start);
  if (status.ok()) return EXIT_SUCCESS;
  std::cerr << name << ": " << status << std::endl;
  return EXIT_FAILURE;
}

int Run(const std::string& service, const std::function<absl::Status(Bindings&)>& bind) {
  const time::SystemClock clock;
  Bindings bindings;
  return RunServer(service, [&]() -> absl::StatusOr<std::unique_ptr<Server>> {
    RETURN_IF_ERROR(bind(bindings));
    return Server::Start(OptionsFromFlags(service), bindings, clock);
  });
}

}  // namespace telemachus::rpc
