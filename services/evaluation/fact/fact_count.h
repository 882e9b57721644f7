#ifndef TELEMACHUS_EVALUATION_FACT_FACT_COUNT_H_
#define TELEMACHUS_EVALUATION_FACT_FACT_COUNT_H_

#include <cstdint>
#include <string>

#include "common/access/caller.h"

namespace telemachus::evaluation {

// How many things of a type happened in a place, by kind and code.
struct FactCount {
  access::Scope scope;
  std::string type;
  std::string kind;
  std::string code;
  int64_t count = 0;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_FACT_FACT_COUNT_H_
