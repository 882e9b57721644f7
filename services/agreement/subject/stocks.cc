#include "agreement/subject/stocks.h"

namespace telemachus::agreement {

const std::vector<subject::Stock>& Stocks() {
  static const auto* const stocks = new std::vector<subject::Stock>{
      {.table = "agreements",
       .category = "agreement",
       .kept = {{"body"}, "the other party's, and counted"}},
      {.table = "parties",
       .category = "agreement",
       .kept = {{"person"}, "keys are destroyed again when a backup brings them back"}},
      {.table = "agreement_versions",
       .category = "agreement_version",
       .kept = {{"body"}, "who signed what both own"}},
      {.table = "meetings", .category = "meeting"},
      {.table = "objectives", .category = "objective"},
      {.table = "reviews", .category = "review"},
      {.table = "checklists", .category = "checklist"},
      {.table = "passings"},
  };
  return *stocks;
}

}  // namespace telemachus::agreement
