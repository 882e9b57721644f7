// The product's gateway before the benchmarks' own service.
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "common/config/flags.h"
#include "common/crypto/signature.h"
#include "common/rpc/server.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "gateway/gateway.h"
#include "telemachus/bench/v1/echo.pb.h"

ABSL_FLAG(std::string, echo, "127.0.0.1:50060", "address of the server behind the gateway");
ABSL_FLAG(std::string, registry, "127.0.0.1:17051", "address of the registry, which knows callers");
ABSL_FLAG(std::string, issuer, "", "the issuer whose tokens are accepted (`iss`)");
ABSL_FLAG(std::string, audience, "", "what tokens must name as this API (`aud`)");
ABSL_FLAG(std::string, jwks, "", "path of the issuer's JWKS document");

namespace telemachus {
namespace {

absl::StatusOr<std::unique_ptr<rpc::Server>> Start(const time::Clock& clock) {
  gateway::Options options;
  options.listen = absl::GetFlag(FLAGS_listen);
  options.health_listen = absl::GetFlag(FLAGS_health_listen);
  options.targets = {{"bench", absl::GetFlag(FLAGS_echo)},
                     {"registry", absl::GetFlag(FLAGS_registry)}};
  options.token.issuer = absl::GetFlag(FLAGS_issuer);
  options.token.audience = absl::GetFlag(FLAGS_audience);
  options.jwks = absl::GetFlag(FLAGS_jwks);
  options.limits.threads = absl::GetFlag(FLAGS_threads);
  ASSIGN_OR_RETURN(crypto::SigningKey key, crypto::SigningKey::Load(absl::GetFlag(FLAGS_key_file)));
  const auto* file = bench::v1::EchoRequest::descriptor()->file();
  return gateway::Gateway::Start(options, {file->service(0)}, std::move(key), clock);
}

}  // namespace
}  // namespace telemachus

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("serves telemachus.bench.v1.EchoService as the gateway does others");
  absl::ParseCommandLine(argc, argv);
  const telemachus::time::SystemClock clock;
  return telemachus::rpc::RunServer("gateway", [&clock] { return telemachus::Start(clock); });
}
