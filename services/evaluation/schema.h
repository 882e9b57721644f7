#ifndef TELEMACHUS_EVALUATION_SCHEMA_H_
#define TELEMACHUS_EVALUATION_SCHEMA_H_

#include <vector>

#include "common/sql/database.h"

namespace telemachus::evaluation {

// The migrations in schema/, in order; embedded by the build.
const std::vector<sql::Migration>& Schema();

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_SCHEMA_H_
