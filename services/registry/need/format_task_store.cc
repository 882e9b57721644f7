#include "registry/need/format_task_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/filter/listing.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/need/format_task_rules.h"
#include "registry/person/membership_store.h"
#include "registry/store/version.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

using filter::Type;

constexpr int kFilledAtOnce = 1000;
constexpr char kColumns[] = "body, version";
constexpr size_t kColumnCount = 2;
constexpr char kUsualOrder[] = "settled, due_date";

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

// What lists are narrowed and ordered by, beside what is kept in columns anyway.
constexpr char kListColumns[] = "listed = 1, state = :state, outcome = :outcome, owner = :owner";

sql::Parameters ListColumns(const v1::FormatTask& task) {
  return {{"id", task.name()},
          {"state", int{task.state()}},
          {"outcome", int{task.outcome()}},
          {"owner", task.owner()}};
}

sql::Parameters Columns(const StoredFormatTask& stored) {
  v1::FormatTask body = stored.task;
  body.clear_what();
  body.clear_overdue();
  body.clear_etag();
  sql::Parameters parameters = ListColumns(stored.task);
  parameters.push_back({"settled", !IsUnsettled(stored.task)});
  parameters.push_back({"due_date", stored.task.due_date()});
  parameters.push_back({"version", stored.version});
  parameters.push_back({"body", sql::Bytes{body.SerializeAsString()}});
  return parameters;
}

const filter::Fields& TaskFields() {
  static const auto* const fields = new filter::Fields{
      {{.path = "state",
        .type = Type::kEnum,
        .column = "state",
        .values = v1::FormatTask::State_descriptor()},
       {.path = "format",
        .type = Type::kEnum,
        .column = "format",
        .values = v1::Person::Format_descriptor()},
       {.path = "outcome",
        .type = Type::kEnum,
        .column = "outcome",
        .values = v1::FormatTask::Outcome_descriptor()},
       {.path = "owner", .column = "owner"},
       {.path = "due_date", .type = Type::kDate, .column = "due_date"},
       {.path = "settled", .type = Type::kFlag, .column = "settled"},
       {.path = "overdue",
        .type = Type::kFlag,
        .column = "(CASE WHEN settled = 0 AND due_date < :day THEN 1 ELSE 0 END)"}},
      ""};
  return *fields;
}

}  // namespace

absl::StatusOr<StoredFormatTask> LoadFormatTask(sql::Transaction& transaction,
                                                const std::string& name) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow(absl::StrCat("SELECT ", kColumns, " FROM format_tasks WHERE id = :id"),
                           {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<StoredFormatTask>> LoadFormatTasks(sql::Transaction& transaction,
                                                              const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat("SELECT ", kColumns,
                                     " FROM format_tasks WHERE person = :person ORDER BY id"),
                        {{"person", person}}));
  return FromRows(rows);
}

absl::Status FillFormatTaskLists(sql::Transaction& transaction) {
  while (true) {
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query(absl::StrCat("SELECT ", kColumns,
                                                    " FROM format_tasks WHERE listed = 0 LIMIT "
                                                    ":limit"),
                                       {{"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    for (const sql::Row& row : rows) {
      RETURN_IF_ERROR(
          transaction
              .Execute(absl::StrCat("UPDATE format_tasks SET ", kListColumns, " WHERE id = :id"),
                       ListColumns(FromRow(row).task))
              .status());
    }
  }
}

absl::StatusOr<FormatTaskPage> ListFormatTasks(sql::Transaction& transaction,
                                               const v1::ListFormatTasksRequest& request,
                                               const FormatTaskFilter& among,
                                               const std::string& position, int size) {
  ASSIGN_OR_RETURN(filter::Condition wanted, filter::ConditionOf(request.filter(), TaskFields()));
  ASSIGN_OR_RETURN(
      const filter::Order order,
      filter::Order::Parse(request.order_by().empty() ? kUsualOrder : request.order_by(),
                           {{"settled", "settled", true},
                            {"due_date", "due_date"},
                            {"state", "state", true},
                            {"owner", "owner"}},
                           {"name", "id"}));
  filter::Listing listing{
      .columns = kColumns,
      .column_count = kColumnCount,
      .from = "format_tasks",
      .where = absl::StrCat("person IN (SELECT m.person FROM memberships m WHERE ",
                            ResponsibleCondition(),
                            " AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= "
                            ":since) UNION SELECT person FROM grants WHERE scope = :authority AND "
                            "(end_date = '' OR end_date >= :day)) AND ",
                            wanted.text),
      .parameters = std::move(wanted.parameters)};
  listing.parameters.push_back({"authority", request.parent()});
  listing.parameters.push_back({"day", among.day});
  listing.parameters.push_back({"since", among.since});
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing, order, position, size));
  FormatTaskPage read;
  read.next = std::move(page.next);
  for (const sql::Row& row : page.rows) read.tasks.push_back(FromRow(row).task);
  return read;
}

absl::Status InsertFormatTask(sql::Transaction& transaction, StoredFormatTask& stored) {
  stored.version = 1;
  stored.task.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"person", PersonOf(stored.task.name())});
  parameters.push_back({"format", int{stored.task.format()}});
  return transaction
      .Execute(
          "INSERT INTO format_tasks (id, person, format, settled, due_date, version, body, listed, "
          "state, outcome, owner) VALUES (:id, :person, :format, :settled, :due_date, :version, "
          ":body, 1, :state, :outcome, :owner)",
          parameters)
      .status();
}

absl::Status SaveFormatTask(sql::Transaction& transaction, StoredFormatTask& stored) {
  RETURN_IF_ERROR(UpdateVersion(
      transaction,
      absl::StrCat("UPDATE format_tasks SET settled = :settled, due_date = :due_date, version "
                   "= :next, body = :body, ",
                   kListColumns, " WHERE id = :id AND version = :version"),
      Columns(stored), stored.version));
  stored.task.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

}  // namespace telemachus::registry
