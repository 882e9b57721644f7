#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/rpc/server.h"
#include "evaluation/bind.h"

ABSL_FLAG(std::string, registry, "127.0.0.1:17051", "target of the registry");
ABSL_FLAG(std::string, matching, "127.0.0.1:17052", "target of matching");
ABSL_FLAG(std::string, agreement, "127.0.0.1:17053", "target of agreement");
ABSL_FLAG(int, threshold, 10, "counts below are suppressed in reports; only to be raised");
ABSL_FLAG(int, rounding_base, 5, "what reports round to; only to be raised");

// Knows what can be said about it all.
int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return telemachus::rpc::Run("evaluation", [](telemachus::rpc::Bindings& bindings) {
    telemachus::evaluation::Config config;
    config.ground = telemachus::service::FromFlags("evaluation");
    config.registry = absl::GetFlag(FLAGS_registry);
    config.matching = absl::GetFlag(FLAGS_matching);
    config.agreement = absl::GetFlag(FLAGS_agreement);
    config.sealing = telemachus::service::SealingFromFlags();
    config.disclosure = {.threshold = absl::GetFlag(FLAGS_threshold),
                         .base = absl::GetFlag(FLAGS_rounding_base)};
    return telemachus::evaluation::Bind(config, bindings);
  });
}
