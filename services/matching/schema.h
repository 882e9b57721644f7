#ifndef TELEMACHUS_MATCHING_SCHEMA_H_
#define TELEMACHUS_MATCHING_SCHEMA_H_

#include <vector>

#include "common/sql/database.h"

namespace telemachus::matching {

// The migrations in schema/, in order; embedded by the build.
const std::vector<sql::Migration>& Schema();

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SCHEMA_H_
