#include "registry/training/record_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "registry/person/membership_store.h"

namespace telemachus::registry {
namespace {

// After every date.
constexpr char kNewest[] = "9999-99-99";

v1::TrainingRecord FromBlob(const std::string& body) {
  v1::TrainingRecord record;
  record.ParseFromString(body);
  return record;
}

}  // namespace

absl::StatusOr<bool> InsertTrainingRecord(sql::Transaction& transaction,
                                          const StoredRecord& stored) {
  const v1::TrainingRecord& record = stored.record;
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute(
          "INSERT INTO training_records (id, person, attended_date, session, gives_until, "
          "refresher, orients, withdrawn, body) VALUES (:id, :person, :attended_date, :session, "
          ":gives_until, :refresher, :orients, 0, :body) ON CONFLICT DO NOTHING",
          {{"id", record.name()},
           {"person", PersonOf(record.name())},
           {"attended_date", record.attended_date()},
           {"session", record.session()},
           {"gives_until", stored.gives_until},
           {"refresher", stored.refresher},
           {"orients", stored.orients},
           {"body", sql::Bytes{record.SerializeAsString()}}}));
  return added == 1;
}

absl::Status SaveTrainingRecord(sql::Transaction& transaction, const v1::TrainingRecord& record) {
  return transaction
      .Execute("UPDATE training_records SET withdrawn = :withdrawn, body = :body WHERE id = :id",
               {{"id", record.name()},
                {"withdrawn", record.has_withdraw_time()},
                {"body", sql::Bytes{record.SerializeAsString()}}})
      .status();
}

absl::StatusOr<v1::TrainingRecord> LoadTrainingRecord(sql::Transaction& transaction,
                                                      const std::string& name) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow("SELECT body FROM training_records WHERE id = :id", {{"id", name}}));
  return FromBlob(row.Blob(0));
}

absl::StatusOr<std::vector<StoredRecord>> LoadAttended(sql::Transaction& transaction,
                                                       const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT body, gives_until, refresher, orients FROM training_records WHERE "
                        "person = :person AND withdrawn = 0 ORDER BY attended_date DESC, id DESC "
                        "LIMIT :limit",
                        {{"person", person}, {"limit", kMostRecords}}));
  std::vector<StoredRecord> attended;
  for (const sql::Row& row : rows) {
    StoredRecord& stored = attended.emplace_back();
    stored.record = FromBlob(row.Blob(0));
    stored.gives_until = row.IsNull(1) ? stored.record.accredited_until_date() : row.Text(1);
    stored.refresher = row.Bool(2);
    stored.orients = row.Bool(3);
  }
  return attended;
}

absl::StatusOr<v1::TrainingRecord> FindAttendance(sql::Transaction& transaction,
                                                  const std::string& session,
                                                  const std::string& person) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT body FROM training_records WHERE session = "
                                        ":session AND person = :person AND withdrawn = 0",
                                        {{"session", session}, {"person", person}}));
  return FromBlob(row.Blob(0));
}

absl::StatusOr<bool> HasAttendance(sql::Transaction& transaction, const std::string& session) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT id FROM training_records WHERE session = :session AND "
                                     "session <> '' AND withdrawn = 0 LIMIT 1",
                                     {{"session", session}}));
  return !rows.empty();
}

std::string PositionOf(const v1::TrainingRecord& record) {
  return absl::StrCat(record.attended_date(), "|", record.name());
}

absl::StatusOr<std::vector<v1::TrainingRecord>> ListTrainingRecords(sql::Transaction& transaction,
                                                                    const std::string& person,
                                                                    const std::string& after,
                                                                    int limit) {
  const std::pair<std::string, std::string> position =
      absl::StrSplit(after.empty() ? absl::StrCat(kNewest, "|") : after, absl::MaxSplits('|', 1));
  ASSIGN_OR_RETURN(auto rows, transaction.Query(
                                  "SELECT body FROM training_records WHERE person = :person AND "
                                  "(attended_date < :date OR (attended_date = :date AND id < :id)) "
                                  "ORDER BY attended_date DESC, id DESC LIMIT :limit",
                                  {{"person", person},
                                   {"date", position.first},
                                   {"id", position.second},
                                   {"limit", limit}}));
  std::vector<v1::TrainingRecord> records;
  for (const sql::Row& row : rows) records.push_back(FromBlob(row.Blob(0)));
  return records;
}

}  // namespace telemachus::registry
