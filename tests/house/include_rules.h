#ifndef TELEMACHUS_TESTS_HOUSE_INCLUDE_RULES_H_
#define TELEMACHUS_TESTS_HOUSE_INCLUDE_RULES_H_

#include "tests/house/tree.h"

namespace telemachus::house {

// Who may include whom: each library has its rooms, no service includes another, `common` knows no
// domain, rules are pure, and nothing depends on tests.
Faults IncludeFaults(const Tree& tree);

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_INCLUDE_RULES_H_
