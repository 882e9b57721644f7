#include "registry/need/format_task_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/need/format_task_rules.h"
#include "registry/person/membership_store.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT body, version FROM format_tasks ";
// Between the parts of a position; in no number, date and name.
constexpr char kSeparator[] = "|";

StoredFormatTask FromRow(const sql::Row& row) {
  StoredFormatTask stored;
  stored.task.ParseFromString(row.Blob(0));
  stored.version = row.Int(1);
  stored.task.set_etag(absl::StrCat(stored.version));
  return stored;
}

std::vector<StoredFormatTask> FromRows(const std::vector<sql::Row>& rows) {
  std::vector<StoredFormatTask> tasks;
  for (const sql::Row& row : rows) tasks.push_back(FromRow(row));
  return tasks;
}

sql::Parameters Columns(const StoredFormatTask& stored) {
  v1::FormatTask body = stored.task;
  body.clear_what();
  body.clear_overdue();
  body.clear_etag();
  return {{"id", stored.task.name()},
          {"settled", !IsUnsettled(stored.task)},
          {"due_date", stored.task.due_date()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

// Where a list goes on.
struct Position {
  int64_t settled = -1;
  std::string due_date;
  std::string id;
};

Position Read(const std::string& after) {
  Position position;
  const std::vector<std::string> parts = absl::StrSplit(after, kSeparator);
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &position.settled)) return position;
  position.due_date = parts[1];
  position.id = parts[2];
  return position;
}

}  // namespace

absl::StatusOr<StoredFormatTask> LoadFormatTask(sql::Transaction& transaction,
                                                const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<StoredFormatTask>> LoadFormatTasks(sql::Transaction& transaction,
                                                              const std::string& person) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat(kColumns, "WHERE person = :person ORDER BY id"),
                                     {{"person", person}}));
  return FromRows(rows);
}

absl::StatusOr<std::vector<StoredFormatTask>> ListFormatTasks(sql::Transaction& transaction,
                                                              const FormatTaskFilter& filter,
                                                              const std::string& after, int limit) {
  const Position from = Read(after);
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(kColumns, "WHERE person IN (SELECT m.person FROM memberships m WHERE ",
                       ResponsibleCondition(),
                       " AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :since) "
                       "UNION SELECT person FROM grants WHERE scope = :authority AND (end_date = "
                       "'' OR end_date >= :day)) AND (settled > :settled OR (settled = :settled "
                       "AND (due_date > :due_date OR (due_date = :due_date AND id > :id)))) ORDER "
                       "BY settled, due_date, id LIMIT :limit"),
          {{"authority", filter.authority},
           {"day", filter.day},
           {"since", filter.since},
           {"settled", from.settled},
           {"due_date", from.due_date},
           {"id", from.id},
           {"limit", limit}}));
  return FromRows(rows);
}

std::string PositionOf(const v1::FormatTask& task) {
  return absl::StrCat(IsUnsettled(task) ? 0 : 1, kSeparator, task.due_date(), kSeparator,
                      task.name());
}

absl::Status InsertFormatTask(sql::Transaction& transaction, StoredFormatTask& stored) {
  stored.version = 1;
  stored.task.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"person", PersonOf(stored.task.name())});
  parameters.push_back({"format", int{stored.task.format()}});
  return transaction
      .Execute(
          "INSERT INTO format_tasks (id, person, format, settled, due_date, version, body) VALUES "
          "(:id, :person, :format, :settled, :due_date, :version, :body)",
          parameters)
      .status();
}

absl::Status SaveFormatTask(sql::Transaction& transaction, StoredFormatTask& stored) {
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"next", stored.version + 1});
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute("UPDATE format_tasks SET settled = :settled, due_date = :due_date, "
                          "version = :next, body = :body WHERE id = :id AND version = :version",
                          parameters));
  if (changed != 1) return ChangedMeanwhile();
  stored.task.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

}  // namespace telemachus::registry
