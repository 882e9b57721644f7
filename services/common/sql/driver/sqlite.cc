#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/sql/driver/connection.h"
#include "common/sql/driver/text.h"
#include "common/trace/names.h"

namespace telemachus::sql {
namespace {

// Steps of SQLite's machine between two looks at the clock: some 50 microseconds.
constexpr int kStepsBetweenLooks = 1000;
// Longest wait, at one attempt, for a writer of another process.
constexpr absl::Duration kLockWait = absl::Milliseconds(500);
constexpr absl::Duration kLockLook = absl::Milliseconds(1);
constexpr absl::Duration kLockLookMax = absl::Milliseconds(20);

// FULL, so that a commit is on the disk when it returns; LIKE as PostgreSQL has it.
constexpr char kSettings[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA case_sensitive_like=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; "
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-16384;";

// Zeros over what is deleted; each commit brings them into the file, and the log is cut when it is
// begun anew.
constexpr char kErasing[] = "PRAGMA wal_autocheckpoint=1; PRAGMA journal_size_limit=0;";

struct SqliteStatement final : Statement {
  ~SqliteStatement() override { sqlite3_finalize(prepared); }
  sqlite3_stmt* prepared = nullptr;
  // Which of the names each parameter is.
  std::vector<size_t> places;
};

// Resets a statement when its run is over, so that it holds no lock and points at no value.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;

 private:
  sqlite3_stmt* const statement_;
};

// The values outlive the run, so SQLite need not copy them.
int Bind(sqlite3_stmt* statement, int number, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return sqlite3_bind_int64(statement, number, *integer);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, number, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    return sqlite3_bind_blob64(statement, number, bytes->value.data(), bytes->value.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, number);
}

std::string Copy(const void* data, int size) {
  return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
}

// False if the column holds what no Value can.
bool ReadColumn(sqlite3_stmt* statement, int column, Value& value) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return true;
    case SQLITE_INTEGER:
      value = int64_t{sqlite3_column_int64(statement, column)};
      return true;
    case SQLITE_TEXT:
      value = Copy(sqlite3_column_text(statement, column), sqlite3_column_bytes(statement, column));
      return true;
    case SQLITE_BLOB:
      value = Bytes{
          Copy(sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column))};
      return true;
    default:
      return false;
  }
}

bool ReadRow(sqlite3_stmt* statement, std::vector<Row>& rows) {
  std::vector<Value> values(sqlite3_column_count(statement));
  for (size_t column = 0; column < values.size(); ++column) {
    if (!ReadColumn(statement, static_cast<int>(column), values[column])) return false;
  }
  rows.emplace_back(std::move(values));
  return true;
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection() : Connection(trace::names::kDbSystemSqlite) {}
  ~SqliteConnection() override {
    ForgetStatements();
    for (sqlite3_stmt* statement : {begin_write_, begin_read_, commit_, rollback_}) {
      sqlite3_finalize(statement);
    }
    sqlite3_close_v2(connection_);
  }

  // Opens the file; SQLITE_OK, or why not.
  int Open(const std::string& path, Access access, bool erase_deleted, absl::Time deadline);

 private:
  Failure BeginOn(Access access) override;
  Failure Prepare(absl::string_view sql, bool kept, std::unique_ptr<Statement>& made) override;
  Failure RunOn(Statement& statement, const Arguments& arguments, Answer& answer) override;
  Failure CommitOn() override;
  void RollbackOn() override;

  // Runs one of the statements kept for transactions.
  int Step(sqlite3_stmt* statement);
  int PrepareKept(const char* sql, sqlite3_stmt*& statement);
  bool Late() const { return absl::Now() >= interrupt_at_; }
  static int Interrupt(void* self) { return static_cast<SqliteConnection*>(self)->Late() ? 1 : 0; }
  static int WaitForLock(void* self, int looks);

  sqlite3* connection_ = nullptr;
  sqlite3_stmt* begin_write_ = nullptr;
  sqlite3_stmt* begin_read_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* rollback_ = nullptr;
  // A commit under way is never interrupted: nobody could tell whether it stands.
  absl::Time interrupt_at_ = absl::InfiniteFuture();
  absl::Time give_up_lock_at_ = absl::InfinitePast();
};

int SqliteConnection::WaitForLock(void* self, int looks) {
  const auto* connection = static_cast<SqliteConnection*>(self);
  const absl::Duration left = connection->give_up_lock_at_ - absl::Now();
  if (left <= absl::ZeroDuration()) return 0;
  absl::SleepFor(std::min({left, kLockLook * (looks + 1), kLockLookMax}));
  return 1;
}

int SqliteConnection::PrepareKept(const char* sql, sqlite3_stmt*& statement) {
  return sqlite3_prepare_v3(connection_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
}

int SqliteConnection::Open(const std::string& path, Access access, bool erase_deleted,
                           absl::Time deadline) {
  int code = sqlite3_open_v2(
      path.c_str(), &connection_,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  if (code != SQLITE_OK) return code;
  give_up_lock_at_ = deadline;
  sqlite3_busy_handler(connection_, &WaitForLock, this);
  sqlite3_progress_handler(connection_, kStepsBetweenLooks, &Interrupt, this);
  // A name in double quotes is a name, as in PostgreSQL, and never a text.
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  code = sqlite3_exec(connection_, kSettings, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK && erase_deleted) {
    code = sqlite3_exec(connection_, kErasing, nullptr, nullptr, nullptr);
  }
  if (code == SQLITE_OK && access == Access::kRead) {
    code = sqlite3_exec(connection_, "PRAGMA query_only=ON", nullptr, nullptr, nullptr);
  }
  if (code == SQLITE_OK) code = PrepareKept("BEGIN IMMEDIATE", begin_write_);
  if (code == SQLITE_OK) code = PrepareKept("BEGIN", begin_read_);
  if (code == SQLITE_OK) code = PrepareKept("COMMIT", commit_);
  if (code == SQLITE_OK) code = PrepareKept("ROLLBACK", rollback_);
  return code;
}

int SqliteConnection::Step(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code;
}

Failure SqliteConnection::BeginOn(Access access) {
  interrupt_at_ = deadline();
  give_up_lock_at_ = std::min(deadline(), absl::Now() + kLockWait);
  const int code = Step(access == Access::kWrite ? begin_write_ : begin_read_);
  return code == SQLITE_DONE ? Failure{} : FromSqliteCode(code);
}

Failure SqliteConnection::Prepare(absl::string_view sql, bool kept,
                                  std::unique_ptr<Statement>& made) {
  auto statement = std::make_unique<SqliteStatement>();
  PlacedText placed = ForSqlite(sql);
  const int code =
      sqlite3_prepare_v3(connection_, placed.text.data(), static_cast<int>(placed.text.size()),
                         kept ? SQLITE_PREPARE_PERSISTENT : 0, &statement->prepared, nullptr);
  if (code != SQLITE_OK) return FromSqliteCode(code);
  if (statement->prepared == nullptr) return Misuse("a statement is empty");
  // One that was written without a name has no place.
  const auto parameters = static_cast<size_t>(sqlite3_bind_parameter_count(statement->prepared));
  if (parameters != placed.places.size()) return Misuse("a parameter has no name");
  statement->names = std::move(placed.names);
  statement->places = std::move(placed.places);
  made = std::move(statement);
  return {};
}

Failure SqliteConnection::RunOn(Statement& statement, const Arguments& arguments, Answer& answer) {
  const auto& made = static_cast<const SqliteStatement&>(statement);
  sqlite3_stmt* const prepared = made.prepared;
  const Reset reset(prepared);
  for (size_t i = 0; i < made.places.size(); ++i) {
    const int code = Bind(prepared, static_cast<int>(i) + 1, *arguments[made.places[i]]);
    if (code != SQLITE_OK) return FromSqliteCode(code);
  }
  const int64_t before = sqlite3_total_changes64(connection_);
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
    if (!ReadRow(prepared, answer.rows)) return Misuse("a column is no integer, text or blob");
  }
  if (code != SQLITE_DONE) return FromSqliteCode(code);
  // SQLite leaves the count of an earlier statement where this one changed nothing.
  const bool changed = sqlite3_total_changes64(connection_) != before;
  if (statement.counts_changes && changed) answer.changed = sqlite3_changes64(connection_);
  return {};
}

Failure SqliteConnection::CommitOn() {
  interrupt_at_ = absl::InfiniteFuture();
  const int code = Step(commit_);
  if (code == SQLITE_DONE) return {};
  RollbackOn();
  return FromSqliteCode(code);
}

void SqliteConnection::RollbackOn() {
  interrupt_at_ = absl::InfiniteFuture();
  // Some failures roll back by themselves.
  if (sqlite3_get_autocommit(connection_) == 0) Step(rollback_);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectSqlite(const std::string& path, Access access,
                                                          bool erase_deleted, absl::Time deadline) {
  auto connection = std::make_unique<SqliteConnection>();
  const int code = connection->Open(path, access, erase_deleted, deadline);
  if (code == SQLITE_OK) return connection;
  log::Error("a database file could not be opened",
             {{trace::names::kDbResponseStatusCode, int64_t{code}}});
  return NoConnection();
}

}  // namespace telemachus::sql
