#include "common/subject/stock.h"

namespace telemachus::subject {
namespace {

constexpr char kHistory[] = "what happened, in codes and dates: the thing itself is told";

std::vector<Stock> OfEvents() {
  return {
      {.table = "event_outbox", .untold = kHistory, .kept = {{"event"}, "others follow it"}},
      {.table = "event_head"},
      {.table = "event_cursor"},
      // Until it is applied, or taken away by hand.
      {.table = "event_parked",
       .untold = kHistory,
       .kept = {{"resource", "event"}, "others follow it"}},
  };
}

std::vector<Stock> OfWork() {
  return {
      {.table = "schema_migrations"},
      {.table = "once_requests",
       .untold = "that a call was made, for a week: what it made is told",
       .kept = {{"resource"}, "what others' calls made, for a week"}},
      {.table = "timers", .untold = "when to look again at a thing that is told itself"},
  };
}

std::vector<Stock> OfSubjects() {
  return {
      {.table = "subject_erasures", .kept = {{"person"}, "a restored backup is brought up to it"}},
      {.table = "subject_restrictions", .untold = "the request for it is told"},
      // In the database of keys.
      {.table = "holder_keys",
       .untold = "it opens what is told",
       .kept = {{"holder"}, "a key that was destroyed must never be made again"}},
  };
}

}  // namespace

const std::vector<Stock>& SharedStocks() {
  static const auto* const stocks = [] {
    auto* const all = new std::vector<Stock>();
    for (const auto& some : {OfEvents(), OfWork(), OfSubjects()}) {
      all->insert(all->end(), some.begin(), some.end());
    }
    return all;
  }();
  return *stocks;
}

}  // namespace telemachus::subject
