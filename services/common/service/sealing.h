#ifndef TELEMACHUS_COMMON_SERVICE_SEALING_H_
#define TELEMACHUS_COMMON_SERVICE_SEALING_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/sql/database.h"

namespace telemachus::service {

// What a service that seals text needs beside its ground.
struct SealingOptions {
  sql::Options key_database;    // wrapped keys, apart from the text they open
  std::string master_key_file;  // under which they are wrapped
};

// The options as the flags --key_database and --master_key_file say them.
SealingOptions SealingFromFlags();

// Opens the keys and makes the sealer, owned by the bindings. INVALID_ARGUMENT if the keys were to
// lie in the service's own database, or the master keys cannot be read.
absl::StatusOr<crypto::Sealer*> OpenSealer(const SealingOptions& options,
                                           const GroundOptions& ground, rpc::Bindings& bindings);

}  // namespace telemachus::service

#endif  // TELEMACHUS_COMMON_SERVICE_SEALING_H_
