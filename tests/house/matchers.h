#ifndef TELEMACHUS_TESTS_HOUSE_MATCHERS_H_
#define TELEMACHUS_TESTS_HOUSE_MATCHERS_H_

#include <string>

#include "gmock/gmock.h"
#include "tests/house/tree.h"

namespace telemachus::house {

// No fault was found; else each stands on a line of its own.
MATCHER(FindsNothing, "has no fault") {
  for (const std::string& fault : arg) *result_listener << "\n  " << fault;
  return arg.empty();
}

// Exactly one fault was found, and it begins with this place and has these words.
MATCHER_P2(FindsOnly, place, words, "is one fault at " + std::string(place)) {
  for (const std::string& fault : arg) *result_listener << "\n  " << fault;
  return arg.size() == 1 && StartsWith(arg[0], std::string(place) + ": ") &&
         arg[0].find(words) != std::string::npos;
}

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_MATCHERS_H_
