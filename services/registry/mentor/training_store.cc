#include "registry/mentor/training_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "registry/person/membership_store.h"

namespace telemachus::registry {
namespace {

template <typename Message>
Message FromBlob(const std::string& body) {
  Message message;
  message.ParseFromString(body);
  return message;
}

// After every date.
constexpr char kNewest[] = "9999-99-99";

}  // namespace

absl::Status InsertCourse(sql::Transaction& transaction, const v1::Course& course) {
  return transaction
      .Execute("INSERT INTO courses (id, body) VALUES (:id, :body)",
               {{"id", course.name()}, {"body", sql::Bytes{course.SerializeAsString()}}})
      .status();
}

absl::StatusOr<v1::Course> LoadCourse(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT body FROM courses WHERE id = :id", {{"id", name}}));
  return FromBlob<v1::Course>(row.Blob(0));
}

absl::Status InsertTrainingRecord(sql::Transaction& transaction, const v1::TrainingRecord& record) {
  return transaction
      .Execute(
          "INSERT INTO training_records (id, person, attended_date, body) VALUES (:id, "
          ":person, :attended_date, :body)",
          {{"id", record.name()},
           {"person", PersonOf(record.name())},
           {"attended_date", record.attended_date()},
           {"body", sql::Bytes{record.SerializeAsString()}}})
      .status();
}

absl::StatusOr<v1::TrainingRecord> LoadTrainingRecord(sql::Transaction& transaction,
                                                      const std::string& name) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow("SELECT body FROM training_records WHERE id = :id", {{"id", name}}));
  return FromBlob<v1::TrainingRecord>(row.Blob(0));
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
  for (const sql::Row& row : rows) {
    records.push_back(FromBlob<v1::TrainingRecord>(row.Blob(0)));
  }
  return records;
}

}  // namespace telemachus::registry
