#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "agreement/bind.h"

ABSL_FLAG(std::string, registry, "", "where the registry is served");
ABSL_FLAG(std::string, matching, "", "where matching is served");

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  telemachus::agreement::Config config{.ground = telemachus::service::FromFlags("agreement"),
                                       .registry = absl::GetFlag(FLAGS_registry),
                                       .matching = absl::GetFlag(FLAGS_matching),
                                       .sealing = telemachus::service::SealingFromFlags()};
  return telemachus::rpc::Run("agreement", [&](telemachus::rpc::Bindings& bindings) {
    return telemachus::agreement::Bind(config, bindings);
  });
}
