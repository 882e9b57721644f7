#ifndef TELEMACHUS_REGISTRY_AUTHORITY_POLICY_STORE_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_POLICY_STORE_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "registry/authority/policy_book.h"
#include "telemachus/registry/v1/authority.pb.h"

// Where policies are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// The latest version recorded, whether it has begun or not; nothing if there is none.
absl::StatusOr<std::optional<v1::Policy>> LatestPolicy(sql::Transaction& transaction,
                                                       const std::string& authority);

// The policy of an authority on a day (YYYY-MM-DD): its own, what came down to it, or the national
// default.
absl::StatusOr<v1::Policy> PolicyOn(sql::Transaction& transaction, const std::string& authority,
                                    absl::string_view day);

// One version by name, or NOT_FOUND (bare).
absl::StatusOr<v1::Policy> LoadPolicy(sql::Transaction& transaction, const std::string& name);

// Adds a version; ABORTED if another one of this number has come in meanwhile.
absl::Status InsertPolicy(sql::Transaction& transaction, const std::string& authority,
                          const v1::Policy& policy);

// All versions of some authorities' policies, and what came down to them from those before them.
absl::StatusOr<PolicyBook> LoadPolicies(sql::Transaction& transaction,
                                        const std::set<std::string>& authorities);

// `authorities/{authority}` of the name of a policy.
std::string AuthorityOf(absl::string_view policy);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_POLICY_STORE_H_
