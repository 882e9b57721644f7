#ifndef TELEMACHUS_REGISTRY_ROLE_GRANT_STORE_H_
#define TELEMACHUS_REGISTRY_ROLE_GRANT_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "registry/role/grant_record.h"
#include "telemachus/registry/v1/person.pb.h"

// Where roles in the programme are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Those of a person, ended ones too.
absl::StatusOr<std::vector<StoredGrant>> LoadGrants(sql::Transaction& transaction,
                                                    const std::string& person);

// One by name, or NOT_FOUND (bare).
absl::StatusOr<StoredGrant> LoadGrant(sql::Transaction& transaction, const std::string& name);

// Adds a grant under its name.
absl::Status InsertGrant(sql::Transaction& transaction, const v1::Grant& grant);

// Takes a grant away; ABORTED if somebody was faster.
absl::Status RemoveGrant(sql::Transaction& transaction, const std::string& name);

// Where `authorities/*`, `regions/*` or `nations/*` lies; NOT_FOUND (bare) if there is none.
absl::StatusOr<access::Scope> PlaceOf(sql::Transaction& transaction, const std::string& scope);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_GRANT_STORE_H_
