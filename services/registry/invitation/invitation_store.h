#ifndef TELEMACHUS_REGISTRY_INVITATION_INVITATION_STORE_H_
#define TELEMACHUS_REGISTRY_INVITATION_INVITATION_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/invitation/invitation_record.h"

// Where invitations are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// One by name, or NOT_FOUND (bare).
absl::StatusOr<StoredInvitation> LoadInvitation(sql::Transaction& transaction,
                                                const std::string& name);
// The last one that a person got.
absl::StatusOr<std::optional<StoredInvitation>> LoadLatest(sql::Transaction& transaction,
                                                           const std::string& person);
// Those of a person after a position, the newest first. PositionOf() makes positions.
absl::StatusOr<std::vector<StoredInvitation>> ListInvitations(sql::Transaction& transaction,
                                                              const std::string& person,
                                                              const std::string& after, int limit);
std::string PositionOf(const StoredInvitation& stored);

// Adds one.
absl::Status InsertInvitation(sql::Transaction& transaction, const StoredInvitation& stored);
// Writes one that was open when it was read; ABORTED if it is not any more.
absl::Status SaveInvitation(sql::Transaction& transaction, const StoredInvitation& stored);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_INVITATION_INVITATION_STORE_H_
