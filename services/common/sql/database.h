#ifndef TELEMACHUS_COMMON_SQL_DATABASE_H_
#define TELEMACHUS_COMMON_SQL_DATABASE_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

// One way to SQL, whichever engine lies below: SQLite on a file, or PostgreSQL.
//
// SQL text is portable and names its parameters (`:id`) and its columns; values never become part
// of the text. No error of a driver leaves this room with the driver's words in it.
namespace telemachus::sql {

// Bytes that are no text (a serialized message).
struct Bytes {
  std::string value;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

// NULL, INTEGER (64 bits), TEXT (UTF-8) or BLOB. Times are microseconds since 1970 (see Time()).
using Value = std::variant<std::monostate, int64_t, std::string, Bytes>;

// A named value of a statement.
struct Parameter {
  Parameter(absl::string_view name, Value value) : name(name), value(std::move(value)) {}
  Parameter(absl::string_view name, absl::string_view text)
      : name(name), value(std::string(text)) {}
  Parameter(absl::string_view name, const std::string& text) : name(name), value(text) {}
  Parameter(absl::string_view name, const char* text) : name(name), value(std::string(text)) {}
  Parameter(absl::string_view name, int64_t number) : name(name), value(number) {}
  Parameter(absl::string_view name, int number) : name(name), value(int64_t{number}) {}
  Parameter(absl::string_view name, bool flag) : name(name), value(int64_t{flag ? 1 : 0}) {}
  Parameter(absl::string_view name, absl::Time time)
      : name(name), value(int64_t{absl::ToUnixMicros(time)}) {}
  Parameter(absl::string_view name, Bytes bytes) : name(name), value(std::move(bytes)) {}

  // Without the colon.
  absl::string_view name;
  Value value;
};
using Parameters = std::vector<Parameter>;

// One row of an answer. Reading a column as what it is not is a programming error (CHECK-fails in
// all builds).
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  // The value of a column, counted from 0 in the order of the query.
  bool IsNull(size_t column) const;
  int64_t Int(size_t column) const;
  bool Bool(size_t column) const { return Int(column) != 0; }
  absl::Time Time(size_t column) const { return absl::FromUnixMicros(Int(column)); }
  const std::string& Text(size_t column) const;
  // The content of a BLOB column.
  const std::string& Blob(size_t column) const;

 private:
  std::vector<Value> values_;
};

// A running transaction. Used by one thread, inside the body given to Transact() or Read(). Once a
// statement failed, whatever the error, all further ones fail with it and nothing is committed.
class Transaction {
 public:
  virtual ~Transaction() = default;
  // Runs a changing statement and returns how many rows it changed. ALREADY_EXISTS on a broken
  // unique constraint (expect none: write ON CONFLICT DO NOTHING and look at the count),
  // FAILED_PRECONDITION on another broken constraint, ABORTED on a conflict that Transact() will
  // try again, INVALID_ARGUMENT on a text that is not UTF-8 or holds a zero byte, INTERNAL on a
  // fault of the program (a wrong statement, values that do not go with its parameters).
  virtual absl::StatusOr<int64_t> Execute(absl::string_view sql, const Parameters& parameters) = 0;
  // Runs a query and returns all rows. Bound the result in the text (LIMIT).
  virtual absl::StatusOr<std::vector<Row>> Query(absl::string_view sql,
                                                 const Parameters& parameters) = 0;
  // The row of a query that has one or none; NOT_FOUND (bare, without details) if none.
  absl::StatusOr<Row> QueryRow(absl::string_view sql, const Parameters& parameters);
};

// What happens inside a transaction. May run several times, so it has no effect outside, and
// resets what it writes to.
using Body = std::function<absl::Status(Transaction&)>;

// Which engine lies below.
enum class Engine { kSqlite, kPostgres };

// A database with a pool of connections. Thread-safe. A body that calls Transact() or Read() of its
// own database gets INTERNAL: it would wait for itself.
class Database {
 public:
  virtual ~Database() = default;

  // Runs `body` in a writing transaction: BEGIN IMMEDIATE on SQLite, SERIALIZABLE on PostgreSQL.
  // Commits durably if it returns OK and returns OK; else rolls back and returns its error as it
  // is. On a conflict (40001, 40P01, SQLITE_BUSY) the body runs again, at most 5 times with
  // jitter and not past `deadline`; then ABORTED with REASON_CONFLICTING_CHANGE. UNAVAILABLE if no
  // connection can be had in time, DEADLINE_EXCEEDED if the time runs out meanwhile (the
  // statement is interrupted).
  virtual absl::Status Transact(absl::Time deadline, const Body& body) = 0;

  // Runs `body` on one consistent snapshot that cannot write. The same errors.
  virtual absl::Status Read(absl::Time deadline, const Body& body) = 0;

  // Tells whether the database answers now; for readiness.
  virtual absl::Status Ping() = 0;

  // For operations alone: no store asks.
  virtual Engine engine() const = 0;
};

// One forward step of a schema: `name` is unique and ordered ("0001_people"), `text` one or more
// statements ending in semicolons. Written for SQLite's STRICT tables; on PostgreSQL, INTEGER
// becomes BIGINT, BLOB becomes BYTEA, AUTOINCREMENT an identity, and STRICT is left out. (The types
// hold for every statement, so that a CAST means the same on both.) A text whose first line is
// `-- additive` changes nothing that yesterday's program uses, so that one may start on it.
struct Migration {
  std::string name;
  std::string text;
};

// Brings the schema forward: runs, each in a transaction, the migrations of `room` that have not
// run yet, in order, and remembers them. Several processes may do so at once. FAILED_PRECONDITION
// if one that ran has since changed its text, or if the database knows one that this program does
// not and that is not marked additive.
absl::Status Migrate(Database& database, absl::string_view room,
                     absl::Span<const Migration> migrations);

// Where a database is and how it is opened.
struct Options {
  // `sqlite:/path/file.db`, `postgresql:host=... dbname=...` (a libpq connection string after the
  // colon) or `postgresql://host/name`. The database is encoded in UTF-8 and sorts by bytes.
  std::string target;
  // Connections at most, 1 to 1,000. SQLite uses one writer and this many readers.
  int connections = 8;
  // Longest wait for a connection.
  absl::Duration acquire_timeout = absl::Seconds(5);
  // Whether what is deleted also leaves the file: SQLite overwrites it with zeros and keeps no log
  // of it beyond the next write. For databases of keys; it makes writing slower. PostgreSQL has no
  // such setting: there, deleted rows stay in its files until vacuumed and in its log and backups
  // until these are dropped.
  bool erase_deleted = false;
};

// Opens a database; INVALID_ARGUMENT if the target is none, UNAVAILABLE if it does not answer.
absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DATABASE_H_
