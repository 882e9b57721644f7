#ifndef TELEMACHUS_TESTS_SCENARIOS_JOURNEY_SNAPSHOT_H_
#define TELEMACHUS_TESTS_SCENARIOS_JOURNEY_SNAPSHOT_H_

#include <map>
#include <string>

#include "tests/support/town/town.h"

namespace telemachus::scenario {

// Every row of every table of a town's databases, by database and table. Taken once nothing changes
// any more by itself: what comes by event has come. On SQLite alone.
std::map<std::string, std::string> TakeSnapshot(const test::Town& town);

}  // namespace telemachus::scenario

#endif  // TELEMACHUS_TESTS_SCENARIOS_JOURNEY_SNAPSHOT_H_
