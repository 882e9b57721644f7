#include "common/operation/store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::operation {
namespace {

constexpr int kRemovedAtOnce = 20;
// How soon an owner who has too many may try again.
constexpr absl::Duration kTryAgain = absl::Seconds(30);

constexpr char kColumns[] =
    "SELECT id, kind, owner, scope, state, cancelling, step, cursor, metadata, result, attempts, "
    "created FROM operations ";

Operation FromRow(const sql::Row& row) {
  Operation operation;
  operation.name = row.Text(0);
  operation.kind = row.Text(1);
  operation.owner = row.Text(2);
  operation.scope = row.Text(3);
  operation.state = static_cast<State>(row.Int(4));
  operation.cancelling = row.Bool(5);
  operation.step = row.Int(6);
  operation.cursor = row.Blob(7);
  operation.metadata.ParseFromString(row.Blob(8));
  if (operation.state == State::kSucceeded) operation.response.ParseFromString(row.Blob(9));
  if (operation.state == State::kFailed) operation.error.ParseFromString(row.Blob(9));
  operation.attempts = row.Int(10);
  operation.created = row.Time(11);
  return operation;
}

absl::Status CheckRoom(sql::Transaction& transaction, const std::string& owner) {
  ASSIGN_OR_RETURN(
      const sql::Row count,
      transaction.QueryRow(
          "SELECT COUNT(*) FROM operations WHERE owner = :owner AND state = :under_way",
          {{"owner", owner}, {"under_way", static_cast<int>(State::kUnderWay)}}));
  if (count.Int(0) < kMostUnderWay) return absl::OkStatus();
  return status::RetryLater(
      absl::StatusCode::kResourceExhausted, status::v1::REASON_OVERLOADED,
      absl::StrCat("at most ", kMostUnderWay, " operations of one caller are under way at once"),
      kTryAgain);
}

absl::Status End(sql::Transaction& transaction, const std::string& name, State state,
                 const std::string& result, absl::Time now) {
  return transaction
      .Execute(
          "UPDATE operations SET state = :state, result = :result, holder = '', expires = "
          ":expires WHERE id = :id",
          {{"state", static_cast<int>(state)},
           {"result", sql::Bytes{result}},
           {"expires", now + kKept},
           {"id", name}})
      .status();
}

}  // namespace

absl::Status Insert(sql::Transaction& transaction, const Operation& operation) {
  RETURN_IF_ERROR(CheckRoom(transaction, operation.owner));
  return transaction
      .Execute(
          "INSERT INTO operations (id, kind, owner, scope, state, cancelling, step, cursor, "
          "metadata, result, holder, due, attempts, created, expires) VALUES (:id, :kind, :owner, "
          ":scope, :state, 0, 0, :cursor, :metadata, :result, '', :created, 0, :created, 0)",
          {{"id", operation.name},
           {"kind", operation.kind},
           {"owner", operation.owner},
           {"scope", operation.scope},
           {"state", static_cast<int>(State::kUnderWay)},
           {"cursor", sql::Bytes{operation.cursor}},
           {"metadata", sql::Bytes{operation.metadata.SerializeAsString()}},
           {"result", sql::Bytes{}},
           {"created", operation.created}})
      .status();
}

absl::StatusOr<Operation> Load(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

std::string PositionOf(const Operation& operation) {
  return absl::StrCat(absl::ToUnixMicros(operation.created), " ", operation.name);
}

absl::StatusOr<std::vector<Operation>> List(sql::Transaction& transaction, const Filter& filter,
                                            const std::string& after, int limit) {
  int64_t created = absl::ToUnixMicros(absl::InfiniteFuture());
  std::string name;
  if (!after.empty()) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(after, absl::MaxSplits(' ', 1));
    if (!absl::SimpleAtoi(parts.first, &created)) return absl::InternalError("no position");
    name = parts.second;
  }
  const bool by_scope = !filter.scope.empty();
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query(absl::StrCat(kColumns, "WHERE ", by_scope ? "scope" : "owner",
                                     " = :of AND (created, id) < (:created, :id) ORDER BY created "
                                     "DESC, id DESC LIMIT :limit"),
                        {{"of", by_scope ? filter.scope : filter.owner},
                         {"created", created},
                         {"id", name},
                         {"limit", limit}}));
  std::vector<Operation> operations;
  operations.reserve(rows.size());
  for (const sql::Row& row : rows) operations.push_back(FromRow(row));
  return operations;
}

absl::Status Cancel(sql::Transaction& transaction, const std::string& name, absl::Time now) {
  return transaction
      .Execute(
          "UPDATE operations SET cancelling = 1, due = CASE WHEN holder = '' THEN :now ELSE due "
          "END WHERE id = :id AND state = :under_way",
          {{"now", now}, {"id", name}, {"under_way", static_cast<int>(State::kUnderWay)}})
      .status();
}

absl::Status Remove(sql::Transaction& transaction, const std::string& name) {
  return transaction.Execute("DELETE FROM operations WHERE id = :id", {{"id", name}}).status();
}

absl::StatusOr<int64_t> Disown(sql::Transaction& transaction, const std::string& owner) {
  return transaction.Execute("UPDATE operations SET owner = '' WHERE owner = :owner",
                             {{"owner", owner}});
}

absl::StatusOr<std::string> FindDue(sql::Transaction& transaction, absl::Time now) {
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query("SELECT id FROM operations WHERE state = :under_way AND due <= :now ORDER "
                        "BY due, id LIMIT 1",
                        {{"under_way", static_cast<int>(State::kUnderWay)}, {"now", now}}));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

absl::StatusOr<bool> Take(sql::Transaction& transaction, const std::string& name,
                          const std::string& holder, absl::Time now, absl::Time lease) {
  ASSIGN_OR_RETURN(
      const int64_t taken,
      transaction.Execute("UPDATE operations SET holder = :holder, due = :lease WHERE id = :id AND "
                          "state = :under_way AND due <= :now",
                          {{"holder", holder},
                           {"lease", lease},
                           {"id", name},
                           {"under_way", static_cast<int>(State::kUnderWay)},
                           {"now", now}}));
  return taken == 1;
}

absl::StatusOr<bool> Begin(sql::Transaction& transaction, const std::string& name,
                           const std::string& holder, int64_t step, absl::Time lease) {
  ASSIGN_OR_RETURN(const int64_t begun,
                   transaction.Execute(
                       "UPDATE operations SET due = :lease, step = step + 1, attempts = 0 WHERE id "
                       "= :id AND holder = :holder AND step = :step AND state = :under_way",
                       {{"lease", lease},
                        {"id", name},
                        {"holder", holder},
                        {"step", step},
                        {"under_way", static_cast<int>(State::kUnderWay)}}));
  return begun == 1;
}

absl::Status Advance(sql::Transaction& transaction, const std::string& name, const Step& step) {
  return transaction
      .Execute("UPDATE operations SET cursor = :cursor, metadata = :metadata WHERE id = :id",
               {{"cursor", sql::Bytes{step.cursor}},
                {"metadata", sql::Bytes{step.metadata.SerializeAsString()}},
                {"id", name}})
      .status();
}

absl::Status Succeed(sql::Transaction& transaction, const std::string& name,
                     const google::protobuf::Any& response, absl::Time now) {
  return End(transaction, name, State::kSucceeded, response.SerializeAsString(), now);
}

absl::Status Fail(sql::Transaction& transaction, const std::string& name,
                  const google::rpc::Status& error, absl::Time now) {
  return End(transaction, name, State::kFailed, error.SerializeAsString(), now);
}

absl::Status Release(sql::Transaction& transaction, const std::string& name,
                     const std::string& holder, absl::Time due, bool failed) {
  return transaction
      .Execute(
          "UPDATE operations SET holder = '', due = :due, attempts = attempts + :failed WHERE id = "
          ":id AND holder = :holder",
          {{"due", due}, {"failed", failed}, {"id", name}, {"holder", holder}})
      .status();
}

absl::StatusOr<std::vector<Operation>> FindExpired(sql::Transaction& transaction, absl::Time now) {
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE expires > 0 AND expires <= :now ORDER BY expires LIMIT "
                                     ":limit"),
                        {{"now", now}, {"limit", kRemovedAtOnce}}));
  std::vector<Operation> expired;
  expired.reserve(rows.size());
  for (const sql::Row& row : rows) expired.push_back(FromRow(row));
  return expired;
}

}  // namespace telemachus::operation
