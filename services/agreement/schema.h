#ifndef TELEMACHUS_AGREEMENT_SCHEMA_H_
#define TELEMACHUS_AGREEMENT_SCHEMA_H_

#include <vector>

#include "common/sql/database.h"

namespace telemachus::agreement {

// The tables of this service (room "agreement"): the files of schema/, in order.
const std::vector<sql::Migration>& Schema();

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_SCHEMA_H_
