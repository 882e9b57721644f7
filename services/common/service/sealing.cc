#include "common/service/sealing.h"

#include <memory>
#include <utility>

#include "absl/flags/flag.h"
#include "common/status/macros.h"

ABSL_FLAG(std::string, key_database, "", "sqlite:PATH or postgresql:...; keys and nothing else");
ABSL_FLAG(std::string, master_key_file, "", "master keys, a line VERSION BASE64 each");

namespace telemachus::service {

SealingOptions SealingFromFlags() {
  SealingOptions options;
  options.key_database.target = absl::GetFlag(FLAGS_key_database);
  options.master_key_file = absl::GetFlag(FLAGS_master_key_file);
  return options;
}

absl::StatusOr<crypto::Sealer*> OpenSealer(const SealingOptions& options,
                                           const GroundOptions& ground, rpc::Bindings& bindings) {
  if (options.key_database.target == ground.database.target) {
    return absl::InvalidArgumentError("keys are kept in a database of their own");
  }
  ASSIGN_OR_RETURN(crypto::MasterKeys master, crypto::MasterKeys::Load(options.master_key_file));
  sql::Options database = options.key_database;
  database.erase_deleted = true;  // a key taken away is gone
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> opened, sql::Open(database));
  sql::Database& keys = bindings.Own(std::move(opened));
  RETURN_IF_ERROR(sql::Migrate(keys, "key", crypto::KeySchema()));
  bindings.ReadyWhen([&keys] { return keys.Ping(); });
  return &bindings.Make<crypto::Sealer>(keys, std::move(master));
}

}  // namespace telemachus::service
