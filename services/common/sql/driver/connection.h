#ifndef TELEMACHUS_COMMON_SQL_DRIVER_CONNECTION_H_
#define TELEMACHUS_COMMON_SQL_DRIVER_CONNECTION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/metric/metric.h"
#include "common/sql/database.h"
#include "common/sql/driver/failure.h"

namespace telemachus::sql {

// Whether a transaction may write.
enum class Access { kRead, kWrite };

// What a statement gave: its rows, or how many it changed.
struct Answer {
  std::vector<Row> rows;
  int64_t changed = 0;
};

// A statement ready to run, with what spans and metrics say of it. Engines add their own part.
struct Statement {
  virtual ~Statement() = default;
  // In the order of their numbers.
  std::vector<std::string> names;
  std::string operation;
  std::string collection;
  std::string summary;
  metric::Labels labels;
  // Whether it changes rows, so that their number means something.
  bool counts_changes = false;
};

// The values of a run, in the order of the statement's numbers.
using Arguments = absl::InlinedVector<const Value*, 16>;

// One connection to an engine, used by one thread at a time. After a statement failed, the
// transaction is lost on either engine: all further ones fail alike, and it cannot commit.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins a transaction that may last until `deadline`.
  absl::Status Begin(Access access, absl::Time deadline);
  // Runs one statement of the transaction.
  absl::StatusOr<Answer> Run(absl::string_view sql, const Parameters& parameters);
  // Ends it, durably. Rolls back and says why if that fails, or if a statement had failed.
  absl::Status Commit();
  void Rollback();

  // What went wrong in the present or last transaction.
  Fault fault() const { return failure_.fault; }
  // Whether it may carry another transaction.
  bool usable() const { return !open_ && fault() != Fault::kBroken && fault() != Fault::kLost; }

 protected:
  // `system` as OpenTelemetry names the engine ("sqlite").
  explicit Connection(const char* system);

  absl::Time deadline() const { return deadline_; }
  // Drops all statements; engines do so before they close.
  void ForgetStatements() { statements_.clear(); }

 private:
  // What an engine does. `kept`: the statement stays for as long as the connection.
  virtual Failure BeginOn(Access access) = 0;
  virtual Failure Prepare(absl::string_view sql, bool kept, std::unique_ptr<Statement>& made) = 0;
  virtual Failure RunOn(Statement& statement, const Arguments& arguments, Answer& answer) = 0;
  virtual Failure CommitOn() = 0;
  virtual void RollbackOn() = 0;

  Failure Find(absl::string_view sql, std::unique_ptr<Statement>& unkept, Statement*& found);
  Failure RunObserved(Statement& statement, const Arguments& arguments, Answer& answer);
  absl::Status Fail(Failure failure, absl::string_view summary);

  const char* const system_;
  Statement commit_;  // as telemetry sees it
  absl::Time deadline_ = absl::InfiniteFuture();
  Access access_ = Access::kRead;
  bool open_ = false;
  Failure failure_;
  absl::flat_hash_map<std::string, std::unique_ptr<Statement>> statements_;
};

// Opens a connection to a SQLite file, which is made if it is not there. `erase_deleted` as in
// Options.
absl::StatusOr<std::unique_ptr<Connection>> ConnectSqlite(const std::string& path, Access access,
                                                          bool erase_deleted, absl::Time deadline);
// Opens a connection to a PostgreSQL server by a libpq connection string.
absl::StatusOr<std::unique_ptr<Connection>> ConnectPostgres(const std::string& target,
                                                            absl::Time deadline);
// Whether libpq can read the connection string.
bool IsPostgresTarget(const std::string& target);

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DRIVER_CONNECTION_H_
