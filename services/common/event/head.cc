#include "common/event/head.h"

#include <algorithm>
#include <utility>

#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::event {
namespace {

absl::Status AnotherWasFaster() {
  return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                       "another relay numbered at the same time");
}

absl::StatusOr<Head> FindOrMakeHead(sql::Transaction& transaction, const std::string& epoch) {
  ASSIGN_OR_RETURN(std::optional<Head> head, FindHead(transaction));
  if (head.has_value()) return *std::move(head);
  ASSIGN_OR_RETURN(const int64_t made,
                   transaction.Execute("INSERT INTO event_head (id, epoch, last, handed) "
                                       "VALUES (1, :epoch, 0, 0) ON CONFLICT DO NOTHING",
                                       {{"epoch", epoch}}));
  if (made != 1) return AnotherWasFaster();
  return Head{.epoch = epoch};
}

// Moves the head if it still stands where it was seen.
absl::Status MoveHead(sql::Transaction& transaction, const Head& from, const Head& to) {
  ASSIGN_OR_RETURN(const int64_t moved,
                   transaction.Execute("UPDATE event_head SET last = :last, handed = :handed "
                                       "WHERE id = 1 AND epoch = :epoch AND last = :seen_last "
                                       "AND handed = :seen_handed",
                                       {{"last", to.last},
                                        {"handed", to.handed},
                                        {"epoch", from.epoch},
                                        {"seen_last", from.last},
                                        {"seen_handed", from.handed}}));
  return moved == 1 ? absl::OkStatus() : AnotherWasFaster();
}

// Gives the `count` rows that wait longest the numbers after `last`.
absl::Status NumberRows(sql::Transaction& transaction, int64_t last, int64_t count) {
  if (count == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const int64_t numbered,
      transaction.Execute(
          "UPDATE event_outbox SET number = :last + waiting.place FROM "
          "(SELECT id AS row_id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM event_outbox "
          "WHERE number IS NULL ORDER BY id LIMIT :count) AS waiting "
          "WHERE event_outbox.id = waiting.row_id",
          {{"last", last}, {"count", count}}));
  return numbered == count ? absl::OkStatus() : AnotherWasFaster();
}

}  // namespace

absl::StatusOr<std::optional<Head>> FindHead(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query("SELECT epoch, last, handed FROM event_head WHERE id = 1", {}));
  if (rows.empty()) return std::nullopt;
  return Head{.epoch = rows[0].Text(0), .last = rows[0].Int(1), .handed = rows[0].Int(2)};
}

absl::StatusOr<int64_t> CountWaiting(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT COUNT(*) FROM (SELECT id FROM event_outbox "
                                        "WHERE number IS NULL ORDER BY id LIMIT :most) AS waiting",
                                        {{"most", kNumberedAtOnce}}));
  return row.Int(0);
}

absl::StatusOr<Numbered> Number(sql::Database& database, bool hand_on, absl::Time deadline) {
  const std::string epoch = id::RandomIds().Next();  // used if there is none yet
  Numbered result;
  RETURN_IF_ERROR(database.Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(result.before, FindOrMakeHead(transaction, epoch));
    ASSIGN_OR_RETURN(const int64_t waiting, CountWaiting(transaction));
    result.after = result.before;
    result.after.last += waiting;
    if (hand_on) {
      result.after.handed = std::min(result.after.last, result.before.handed + kNumberedAtOnce);
    }
    result.more =
        waiting == kNumberedAtOnce || (hand_on && result.after.handed < result.after.last);
    if (result.after.last == result.before.last && result.after.handed == result.before.handed) {
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(MoveHead(transaction, result.before, result.after));
    return NumberRows(transaction, result.before.last, waiting);
  }));
  return result;
}

absl::StatusOr<std::vector<v1::Event>> ReadEvents(sql::Transaction& transaction, const Head& head,
                                                  int64_t after, int64_t limit) {
  std::vector<v1::Event> events;
  if (limit <= 0) return events;
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query("SELECT number, event FROM event_outbox "
                                     "WHERE number > :after ORDER BY number LIMIT :limit",
                                     {{"after", after}, {"limit", limit}}));
  events.reserve(rows.size());
  for (const sql::Row& row : rows) {
    v1::Event& event = events.emplace_back();
    if (!event.ParseFromString(row.Blob(1))) {
      return status::Error(absl::StatusCode::kDataLoss, status::v1::REASON_INTERNAL,
                           "a stored event cannot be read");
    }
    event.set_epoch(head.epoch);
    event.set_number(row.Int(0));
  }
  return events;
}

}  // namespace telemachus::event
