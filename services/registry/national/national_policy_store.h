#ifndef TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_STORE_H_
#define TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_STORE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/national/nation_book.h"
#include "telemachus/registry/v1/national_policy.pb.h"

// Where is kept what nations lay down. All functions run inside the caller's transaction.
namespace telemachus::registry {

// One version by name, or NOT_FOUND (bare).
absl::StatusOr<v1::NationalPolicy> LoadNationalPolicy(sql::Transaction& transaction,
                                                      const std::string& name);

// The versions of a nation below a number, the newest first.
absl::StatusOr<std::vector<v1::NationalPolicy>> ListNationalPolicies(sql::Transaction& transaction,
                                                                     const std::string& nation,
                                                                     int64_t below, int limit);

// All versions of some nations that were not withdrawn.
absl::StatusOr<NationBook> LoadNations(sql::Transaction& transaction,
                                       const std::set<std::string>& nations);

// Adds a version; ABORTED if another one of this number has come in meanwhile.
absl::Status InsertNationalPolicy(sql::Transaction& transaction, const std::string& nation,
                                  const v1::NationalPolicy& policy);

// The authorities of a nation, ended ones too.
absl::StatusOr<std::set<std::string>> AuthoritiesOfNation(sql::Transaction& transaction,
                                                          const std::string& nation);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_STORE_H_
