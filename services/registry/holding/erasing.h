#ifndef TELEMACHUS_REGISTRY_HOLDING_ERASING_H_
#define TELEMACHUS_REGISTRY_HOLDING_ERASING_H_

#include <string>

#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/subject/counts.h"

namespace telemachus::registry {

// Within one transaction: who is erased, and what was done.
struct Erasing {
  sql::Transaction& transaction;
  const std::string& person;  // `people/{person}`
  absl::Time now;
  subject::Counts counts;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_ERASING_H_
