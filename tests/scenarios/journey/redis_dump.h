#ifndef TELEMACHUS_TESTS_SCENARIOS_JOURNEY_REDIS_DUMP_H_
#define TELEMACHUS_TESTS_SCENARIOS_JOURNEY_REDIS_DUMP_H_

#include <string>

namespace telemachus::scenario {

// All keys and values of a Redis, as text. A sort of value that it does not know, and a Redis that
// does not answer, are failures of the test.
std::string DumpRedis(const std::string& target);

}  // namespace telemachus::scenario

#endif  // TELEMACHUS_TESTS_SCENARIOS_JOURNEY_REDIS_DUMP_H_
