#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/rpc/server.h"
#include "matching/bind.h"

ABSL_FLAG(std::string, registry, "127.0.0.1:50051", "target of the registry");
ABSL_FLAG(std::string, agreement, "127.0.0.1:50053", "target of agreement");
ABSL_FLAG(std::string, key_database, "", "sqlite:PATH or postgresql:... of wrapped keys");
ABSL_FLAG(std::string, master_key_file, "", "master keys of what members write");

// Turns a need into a match.
int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return telemachus::rpc::Run("matching", [](telemachus::rpc::Bindings& bindings) {
    telemachus::matching::Config config;
    config.ground = telemachus::service::FromFlags("matching");
    config.registry = absl::GetFlag(FLAGS_registry);
    config.agreement = absl::GetFlag(FLAGS_agreement);
    config.key_database.target = absl::GetFlag(FLAGS_key_database);
    config.master_key_file = absl::GetFlag(FLAGS_master_key_file);
    return telemachus::matching::Bind(config, bindings);
  });
}
