#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/event/head.h"
#include "common/event/relay.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::event {
namespace {

constexpr int64_t kMostEvents = 1000;  // of an answer

absl::Status OtherHistory() {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_WRONG_STATE,
                       "the position is not of this history: read everything anew",
                       {{"state", "OTHER_EPOCH"}});
}

// Whether the history lacks rows that are committed, or does not exist yet.
absl::StatusOr<bool> NeedsNumbers(sql::Database& database, absl::Time deadline) {
  bool needed = false;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Head> head, FindHead(transaction));
    ASSIGN_OR_RETURN(const int64_t waiting, CountWaiting(transaction));
    needed = waiting > 0 || !head.has_value();
    return absl::OkStatus();
  }));
  return needed;
}

// Numbers all that was committed before the call. Whoever is faster has numbered it as well, but
// perhaps not all of it.
absl::Status NumberAll(sql::Database& database, absl::Time deadline) {
  ASSIGN_OR_RETURN(bool more, NeedsNumbers(database, deadline));
  while (more) {
    const absl::StatusOr<Numbered> numbered = Number(database, /*hand_on=*/false, deadline);
    if (!numbered.ok()) return numbered.status();
    more = numbered->more;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::FetchEventsResponse> Fetch(sql::Database& database,
                                              const v1::FetchEventsRequest& request,
                                              absl::Time deadline) {
  RETURN_IF_ERROR(NumberAll(database, deadline));
  v1::FetchEventsResponse response;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(const std::optional<Head> head, FindHead(transaction));
    const bool known = request.epoch().empty() || request.epoch() == head->epoch;
    if (!known || request.after() > head->last) return OtherHistory();
    response.set_epoch(head->epoch);
    response.set_head(head->last);
    const int64_t limit = std::min<int64_t>(request.limit(), kMostEvents);
    ASSIGN_OR_RETURN(std::vector<v1::Event> events,
                     ReadEvents(transaction, *head, request.after(), limit));
    for (v1::Event& event : events) *response.add_events() = std::move(event);
    return absl::OkStatus();
  }));
  return response;
}

absl::Status StartEpoch(sql::Database& database, absl::Time deadline) {
  RETURN_IF_ERROR(NumberAll(database, deadline));
  const std::string epoch = id::RandomIds().Next();
  return database.Transact(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute("UPDATE event_head SET epoch = :epoch WHERE id = 1", {{"epoch", epoch}})
        .status();
  });
}

}  // namespace telemachus::event
