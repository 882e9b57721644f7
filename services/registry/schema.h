#ifndef TELEMACHUS_REGISTRY_SCHEMA_H_
#define TELEMACHUS_REGISTRY_SCHEMA_H_

#include <vector>

#include "common/sql/database.h"

namespace telemachus::registry {

// The tables of the registry: the files of schema/, in order.
const std::vector<sql::Migration>& Schema();

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SCHEMA_H_
