#include "common/rpc/serve/health.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace telemachus::rpc {
namespace {

// Probes are small and few.
constexpr int kProbeBytes = 1024;
// How long probes under way may finish.
constexpr std::chrono::milliseconds kGrace(100);

}  // namespace

absl::StatusOr<std::unique_ptr<HealthServer>> HealthServer::Open(const std::string& address) {
  // Holds for every server built from now on; those of methods refuse it for themselves.
  grpc::EnableDefaultHealthCheckService(true);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kProbeBytes);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  // gRPC starts no server without a service of ours.
  auto others = std::make_unique<UnknownMethods>();
  builder.RegisterCallbackGenericService(others.get());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen for probes on ", address));
  }
  return std::unique_ptr<HealthServer>(
      new HealthServer(std::move(others), std::move(server), port));
}

HealthServer::HealthServer(std::unique_ptr<UnknownMethods> others,
                           std::unique_ptr<grpc::Server> server, int port)
    : others_(std::move(others)), server_(std::move(server)), port_(port) {
  server_->GetHealthCheckService()->SetServingStatus(kLiveness, true);
  SetReady(false);
}

HealthServer::~HealthServer() { server_->Shutdown(std::chrono::system_clock::now() + kGrace); }

void HealthServer::SetReady(bool ready) {
  server_->GetHealthCheckService()->SetServingStatus("", ready);
  server_->GetHealthCheckService()->SetServingStatus(kReadiness, ready);
}

}  // namespace telemachus::rpc
