#include "matching/search_loader.h"

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "matching/request_rules.h"

namespace telemachus::matching {

absl::StatusOr<Search> SearchLoader::Prepare(const StoredRequest& stored,
                                             absl::Time deadline) const {
  Search search;
  search.request = stored.request;
  search.policy = stored.policy;
  search.reach = stored.request.reach();
  search.today = time::DayOf(clock_.Now());
  if (!stored.request.holder().empty()) search.brokers.insert(stored.request.holder());
  ASSIGN_OR_RETURN(search.mentee, facts_.Person(stored.request.mentee(), deadline));
  for (const auto& seat : search.mentee.seats()) {
    if (seat.membership() == stored.request.membership()) search.seat = seat;
  }
  return search;
}

absl::Status SearchLoader::Complete(sql::Transaction& transaction, Search& search) {
  ASSIGN_OR_RETURN(search.ended_with, EndedWith(transaction, search.request.mentee()));
  return absl::OkStatus();
}

}  // namespace telemachus::matching
