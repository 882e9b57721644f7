#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/rpc/server.h"
#include "matching/bind.h"

ABSL_FLAG(std::string, registry, "127.0.0.1:17051", "target of the registry");
ABSL_FLAG(std::string, agreement, "127.0.0.1:17053", "target of agreement");

// Turns a need into a match.
int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return telemachus::rpc::Run("matching", [](telemachus::rpc::Bindings& bindings) {
    telemachus::matching::Config config;
    config.ground = telemachus::service::FromFlags("matching");
    config.registry = absl::GetFlag(FLAGS_registry);
    config.agreement = absl::GetFlag(FLAGS_agreement);
    config.sealing = telemachus::service::SealingFromFlags();
    return telemachus::matching::Bind(config, bindings);
  });
}
