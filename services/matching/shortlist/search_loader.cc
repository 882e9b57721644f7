#include "matching/shortlist/search_loader.h"

#include <utility>

#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::matching {

absl::StatusOr<Search> SearchLoader::Load(const StoredRequest& stored,
                                          std::set<std::string> ended_with,
                                          absl::Time deadline) const {
  Search search;
  search.request = stored.request;
  search.policy = stored.policy;
  search.reach = stored.request.reach();
  search.ended_with = std::move(ended_with);
  search.today = time::DayOf(clock_.Now());
  if (!stored.request.holder().empty()) search.brokers.insert(stored.request.holder());
  ASSIGN_OR_RETURN(search.mentee, facts_.Person(stored.request.mentee(), deadline));
  for (const auto& seat : search.mentee.seats()) {
    if (seat.membership() == stored.request.membership()) search.seat = seat;
  }
  return search;
}

}  // namespace telemachus::matching
