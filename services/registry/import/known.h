#ifndef TELEMACHUS_REGISTRY_IMPORT_KNOWN_H_
#define TELEMACHUS_REGISTRY_IMPORT_KNOWN_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/catalogue/party_map.h"
#include "registry/import/authority_rows.h"

namespace telemachus::registry {

// What rows are compared with: read once, before the first batch.
struct Known {
  AuthoritiesByCode authorities;
  PartyMap parties;
  std::set<std::string> roles;
};

// Reads it from the register.
absl::StatusOr<Known> LoadKnown(sql::Database& database, absl::Time deadline);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_KNOWN_H_
