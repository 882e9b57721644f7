// The gateway: the only door, over gRPC.
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "gateway/bind.h"

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Serves the product's public methods: says who calls, whether they may, and forwards.");
  absl::ParseCommandLine(argc, argv);
  const telemachus::time::SystemClock clock;
  return telemachus::rpc::RunServer(
      "gateway", [&clock] { return telemachus::gateway::StartFromFlags(clock); });
}
