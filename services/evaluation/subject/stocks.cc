#include "evaluation/subject/stocks.h"

namespace telemachus::evaluation {

const std::vector<subject::Stock>& Stocks() {
  static const auto* const stocks = new std::vector<subject::Stock>{
      {.table = "facts"},
      {.table = "invitations", .category = "invitation"},
      {.table = "evaluations", .category = "evaluation"},
      {.table = "tallies"},
      {.table = "releases"},
      {.table = "publications"},
  };
  return *stocks;
}

}  // namespace telemachus::evaluation
