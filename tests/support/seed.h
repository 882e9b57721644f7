#ifndef TELEMACHUS_TESTS_SUPPORT_SEED_H_
#define TELEMACHUS_TESTS_SUPPORT_SEED_H_

#include <cstdint>
#include <cstdlib>
#include <random>

namespace telemachus::test {

// The seed of a random test: that of the environment variable SEED, which replays a failure, or a
// new one. Print it: SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed).
inline uint32_t Seed() {
  const char* const given = std::getenv("SEED");
  if (given != nullptr) return static_cast<uint32_t>(std::strtoul(given, nullptr, 10));
  return std::random_device{}();
}

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_SEED_H_
