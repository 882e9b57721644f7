#ifndef TELEMACHUS_REGISTRY_SUCCESSION_HERITAGE_STORE_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_HERITAGE_STORE_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/policy/policy_book.h"

namespace telemachus::registry {

// The authorities that some authorities came after, at however many removes. Runs inside the
// caller's transaction.
absl::StatusOr<std::set<std::string>> AncestorsOf(sql::Transaction& transaction,
                                                  const std::set<std::string>& authorities);

// Adds to a book of what authorities and their ancestors set themselves what comes down to them.
// Runs inside the caller's transaction.
absl::Status AddHeritage(sql::Transaction& transaction, const std::set<std::string>& authorities,
                         PolicyBook& book);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_HERITAGE_STORE_H_
