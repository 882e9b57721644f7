#include "common/event/cursor.h"

#include <utility>

#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::event {
namespace {

constexpr int64_t kResourcesAtOnce = 100;

}  // namespace

Cursor::Cursor(std::string producer, std::string consumer)
    : producer_(std::move(producer)), consumer_(std::move(consumer)) {}

sql::Parameters Cursor::With(sql::Parameters further) const {
  further.emplace_back("producer", producer_);
  further.emplace_back("consumer", consumer_);
  return further;
}

absl::StatusOr<Position> Cursor::Read(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query("SELECT epoch, last FROM event_cursor "
                                     "WHERE producer = :producer AND consumer = :consumer",
                                     With({})));
  if (rows.empty()) return Position{};
  return Position{.epoch = rows[0].Text(0), .last = rows[0].Int(1)};
}

absl::StatusOr<bool> Cursor::Advance(sql::Transaction& transaction, const v1::Event& event) const {
  return Skip(transaction, event, event);
}

absl::StatusOr<bool> Cursor::Skip(sql::Transaction& transaction, const v1::Event& first,
                                  const v1::Event& last) const {
  ASSIGN_OR_RETURN(const int64_t moved,
                   transaction.Execute("UPDATE event_cursor SET last = :number "
                                       "WHERE producer = :producer AND consumer = :consumer "
                                       "AND epoch = :epoch AND last = :before",
                                       With({{"number", int64_t{last.number()}},
                                             {"epoch", first.epoch()},
                                             {"before", int64_t{first.number() - 1}}})));
  return moved == 1;
}

absl::Status Cursor::Create(sql::Transaction& transaction, const std::string& epoch) const {
  return transaction
      .Execute(
          "INSERT INTO event_cursor (producer, consumer, epoch, last) "
          "VALUES (:producer, :consumer, :epoch, 0) ON CONFLICT DO NOTHING",
          With({{"epoch", epoch}}))
      .status();
}

absl::Status Cursor::Restart(sql::Transaction& transaction, const std::string& epoch) const {
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE event_cursor SET epoch = :epoch, last = 0 "
                               "WHERE producer = :producer AND consumer = :consumer",
                               With({{"epoch", epoch}}))
                      .status());
  return transaction
      .Execute("DELETE FROM event_parked WHERE producer = :producer AND consumer = :consumer",
               With({}))
      .status();
}

absl::StatusOr<int64_t> Cursor::CountParked(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT COUNT(*) FROM event_parked "
                                        "WHERE producer = :producer AND consumer = :consumer",
                                        With({})));
  return row.Int(0);
}

absl::StatusOr<bool> Cursor::HasParked(sql::Transaction& transaction,
                                       const std::string& resource) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query("SELECT number FROM event_parked WHERE producer = :producer "
                                     "AND consumer = :consumer AND resource = :resource LIMIT 1",
                                     With({{"resource", resource}})));
  return !rows.empty();
}

absl::Status Cursor::Park(sql::Transaction& transaction, const v1::Event& event,
                          absl::string_view code) const {
  return transaction
      .Execute(
          "INSERT INTO event_parked (producer, consumer, number, resource, code, event) "
          "VALUES (:producer, :consumer, :number, :resource, :code, :event)",
          With({{"number", int64_t{event.number()}},
                {"resource", event.resource()},
                {"code", code},
                {"event", sql::Bytes{event.SerializeAsString()}}}))
      .status();
}

absl::StatusOr<std::optional<v1::Event>> Cursor::FirstParked(sql::Transaction& transaction,
                                                             const std::string& resource) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query("SELECT event FROM event_parked WHERE producer = :producer "
                                     "AND consumer = :consumer AND resource = :resource "
                                     "ORDER BY number LIMIT 1",
                                     With({{"resource", resource}})));
  if (rows.empty()) return std::nullopt;
  v1::Event event;
  if (event.ParseFromString(rows[0].Blob(0))) return event;
  return status::Error(absl::StatusCode::kDataLoss, status::v1::REASON_INTERNAL,
                       "a parked event cannot be read");
}

absl::StatusOr<bool> Cursor::Unpark(sql::Transaction& transaction, const v1::Event& event) const {
  ASSIGN_OR_RETURN(const int64_t removed,
                   transaction.Execute("DELETE FROM event_parked WHERE producer = :producer "
                                       "AND consumer = :consumer AND number = :number",
                                       With({{"number", int64_t{event.number()}}})));
  return removed == 1;
}

absl::StatusOr<std::vector<Cursor::ParkedResource>> Cursor::ParkedResources(
    sql::Transaction& transaction, int64_t after) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query("SELECT resource, MIN(number) FROM event_parked "
                                     "WHERE producer = :producer AND consumer = :consumer "
                                     "GROUP BY resource HAVING MIN(number) > :after "
                                     "ORDER BY MIN(number) LIMIT :limit",
                                     With({{"after", after}, {"limit", kResourcesAtOnce}})));
  std::vector<ParkedResource> resources;
  resources.reserve(rows.size());
  for (const sql::Row& row : rows) resources.push_back({row.Text(0), row.Int(1)});
  return resources;
}

}  // namespace telemachus::event
