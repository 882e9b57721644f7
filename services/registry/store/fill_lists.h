#ifndef TELEMACHUS_REGISTRY_STORE_FILL_LISTS_H_
#define TELEMACHUS_REGISTRY_STORE_FILL_LISTS_H_

#include "absl/status/status.h"
#include "common/sql/database.h"

namespace telemachus::registry {

// Fills in what lists are narrowed and ordered by in all rows from before there was such a thing.
// Runs inside the caller's transaction; where there is nothing to fill in it changes nothing.
absl::Status FillLists(sql::Transaction& transaction);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_STORE_FILL_LISTS_H_
