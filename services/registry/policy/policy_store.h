#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_STORE_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_STORE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "registry/policy/policy_book.h"
#include "registry/policy/policy_record.h"
#include "telemachus/registry/v1/authority.pb.h"

// Where the versions of authorities' policies are kept. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// What applies to an authority on a day (YYYY-MM-DD).
absl::StatusOr<v1::Policy> PolicyOn(sql::Transaction& transaction, const std::string& authority,
                                    absl::string_view day);

// What is needed to tell what applies to some authorities on any day.
absl::StatusOr<PolicyBook> LoadPolicies(sql::Transaction& transaction,
                                        const std::set<std::string>& authorities);

// One version by name, or NOT_FOUND (bare).
absl::StatusOr<StoredPolicy> LoadPolicy(sql::Transaction& transaction, const std::string& name);

// The versions of an authority below a number, the newest first.
absl::StatusOr<std::vector<StoredPolicy>> ListPolicies(sql::Transaction& transaction,
                                                       const std::string& authority, int64_t below,
                                                       int limit);

// The number of the version that has begun by a day and was not withdrawn; 0: none.
absl::StatusOr<int64_t> VersionOn(sql::Transaction& transaction, const std::string& authority,
                                  absl::string_view day);

// Adds a version; ABORTED if another one of this number has come in meanwhile.
absl::Status InsertPolicy(sql::Transaction& transaction, const std::string& authority,
                          const v1::Policy& policy);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_STORE_H_
