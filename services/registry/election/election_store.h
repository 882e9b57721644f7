#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_STORE_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// Where elections are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// One election, or NOT_FOUND (bare).
absl::StatusOr<StoredElection> LoadElection(sql::Transaction& transaction, const std::string& name);
// Those of an authority after a position, the latest term first. PositionOf() makes positions.
absl::StatusOr<std::vector<StoredElection>> ListElections(sql::Transaction& transaction,
                                                          const std::string& authority,
                                                          const std::string& after, int limit);
std::string PositionOf(const StoredElection& stored);

// Adds one. Sets version and etag in `stored`.
absl::Status InsertElection(sql::Transaction& transaction, StoredElection& stored);
// Writes one that was read before; ABORTED if it has changed since. Sets version and etag.
absl::Status SaveElection(sql::Transaction& transaction, StoredElection& stored);

// Sets how many of those who left by it were asked whether they mentor on, and have said yes.
absl::Status CountInvitations(sql::Transaction& transaction, StoredElection& stored);

// `authorities/{authority}` of the name of an election.
std::string AuthorityOfElection(const std::string& name);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_STORE_H_
