#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "agreement/bind.h"

ABSL_FLAG(std::string, registry, "", "where the registry is served");
ABSL_FLAG(std::string, matching, "", "where matching is served");
ABSL_FLAG(std::string, key_database, "", "sqlite:PATH or postgresql:...; keys and nothing else");
ABSL_FLAG(std::string, master_key_file, "", "master keys, a line VERSION BASE64 each");

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  telemachus::agreement::Config config{
      .ground = telemachus::service::FromFlags("agreement"),
      .registry = absl::GetFlag(FLAGS_registry),
      .matching = absl::GetFlag(FLAGS_matching),
      .key_database = {.target = absl::GetFlag(FLAGS_key_database)},
      .master_key_file = absl::GetFlag(FLAGS_master_key_file)};
  return telemachus::rpc::Run("agreement", [&](telemachus::rpc::Bindings& bindings) {
    return telemachus::agreement::Bind(config, bindings);
  });
}
