#ifndef TELEMACHUS_REGISTRY_STORE_VERSION_H_
#define TELEMACHUS_REGISTRY_STORE_VERSION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"

// Rows that two may change at once.
namespace telemachus::registry {

// The error of a change to what is not any more as it was read.
absl::Status ChangedMeanwhile();

// Runs `update`, "UPDATE ... SET version = :next ... WHERE id = :id AND version = :version", with
// `parameters`, which name all others and `version` as it was read, and counts `version` on.
// ABORTED with REASON_CONFLICTING_CHANGE if the row has another version by now.
absl::Status UpdateVersion(sql::Transaction& transaction, absl::string_view update,
                           sql::Parameters parameters, int64_t& version);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_STORE_VERSION_H_
