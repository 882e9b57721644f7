#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_ACCESS_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// How handlers prove that a caller keeps elections, and read them. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Proves the relation: the caller is an officer of the authority that is responsible now, or staff
// of its nation. NotPermitted() otherwise, and if there is no such authority.
absl::StatusOr<access::Scope> RequireKeeper(sql::Transaction& transaction, const rpc::Call& call,
                                            const std::string& authority, absl::Time now);

// An election that the caller keeps, and where it is kept.
struct KeptElection {
  StoredElection stored;
  access::Scope scope;
};
// Proves the same relation to an election. NotPermitted() otherwise, and if there is none.
absl::StatusOr<KeptElection> RequireElection(sql::Transaction& transaction, const rpc::Call& call,
                                             const std::string& name, absl::Time now);

// Whether days and seats of it make sense in the register as it stands. INVALID_ARGUMENT otherwise.
absl::Status CheckAgainstRegister(sql::Transaction& transaction, const StoredElection& stored);

// Notes that something else was said: counts results anew, and writes the election. At most
// kMostResults; INVALID_ARGUMENT on `field` if there are more.
absl::Status SaveReopened(sql::Transaction& transaction, const std::string& field,
                          StoredElection& stored);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_ACCESS_H_
