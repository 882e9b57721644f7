#include "matching/subject/stocks.h"

namespace telemachus::matching {

const std::vector<subject::Stock>& Stocks() {
  static const auto* const stocks = new std::vector<subject::Stock>{
      {.table = "requests",
       .category = "request",
       .untold = "who avoids somebody, wants them or has it in hand is the mentee's to tell",
       .kept = {{"mentee", "body"}, "that somebody asked, where and when, is counted"}},
      {.table = "challenges"},
      {.table = "places", .untold = "the mentor's own offer and matches say it"},
      {.table = "offers",
       .category = "offer",
       .untold = "a mentor is told nothing before the mentee asks"},
      {.table = "rankings",
       .category = "ranking",
       .untold = "a mentor is told nothing before the mentee asks"},
      {.table = "matches",
       .category = "match",
       .kept = {{"mentee", "mentor", "body"}, "the other side's, and counted"}},
      {.table = "ended_pairs", .untold = "the match that ended is told"},
      {.table = "passings"},
      {.table = "passed_authorities"},
  };
  return *stocks;
}

}  // namespace telemachus::matching
