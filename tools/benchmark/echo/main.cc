// A bare gRPC server: what a call costs at least.
#include <signal.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "grpcpp/grpcpp.h"
#include "telemachus/bench/v1/echo.grpc.pb.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50060", "address to serve on");
ABSL_FLAG(int, answer_bytes, 0, "bytes of content in every answer; 0 gives back those that came");

namespace {

using telemachus::bench::v1::EchoRequest;
using telemachus::bench::v1::EchoResponse;

class EchoServer final : public telemachus::bench::v1::EchoService::CallbackService {
 public:
  explicit EchoServer(size_t answer_bytes) : answer_(answer_bytes, 'x') {}

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const EchoRequest* request,
                                 EchoResponse* response) override {
    response->set_content(answer_.empty() ? request->content() : answer_);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const std::string answer_;
};

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("serves telemachus.bench.v1.EchoService until it is told to end");
  absl::ParseCommandLine(argc, argv);
  // Blocked before gRPC makes threads, so that this one alone receives them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  EchoServer service(absl::GetFlag(FLAGS_answer_bytes));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(absl::GetFlag(FLAGS_listen), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "bench_echo: cannot listen on %s\n", absl::GetFlag(FLAGS_listen).c_str());
    return 1;
  }
  int signal = 0;
  sigwait(&ending, &signal);
  server->Shutdown();
  return 0;
}
