#include "common/sql/pooled_database.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::sql {
namespace {

constexpr int kAttempts = 5;
// Before the second attempt up to this long, doubled before each further one.
constexpr absl::Duration kFirstPause = absl::Milliseconds(4);
constexpr absl::Duration kPingTimeout = absl::Seconds(1);

// A lent connection as a body sees it.
class LentTransaction final : public Transaction {
 public:
  explicit LentTransaction(Connection& connection) : connection_(connection) {}

  absl::StatusOr<int64_t> Execute(absl::string_view sql, const Parameters& parameters) override {
    ASSIGN_OR_RETURN(const Answer answer, connection_.Run(sql, parameters));
    return answer.changed;
  }

  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql,
                                         const Parameters& parameters) override {
    ASSIGN_OR_RETURN(Answer answer, connection_.Run(sql, parameters));
    return std::move(answer.rows);
  }

 private:
  Connection& connection_;
};

// The databases whose bodies this thread is inside of, innermost first.
class Inside {
 public:
  explicit Inside(const Database* database) : database_(database), outer_(innermost_) {
    innermost_ = this;
  }
  ~Inside() { innermost_ = outer_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  static bool Of(const Database* database) {
    for (const Inside* inside = innermost_; inside != nullptr; inside = inside->outer_) {
      if (inside->database_ == database) return true;
    }
    return false;
  }

 private:
  static thread_local const Inside* innermost_;
  const Database* const database_;
  const Inside* const outer_;
};

thread_local const Inside* Inside::innermost_ = nullptr;

absl::Status Nested() {
  log::Error("a transaction was begun inside a transaction of the same database");
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       "a transaction was begun inside another");
}

absl::Status AfterLastAttempt(Fault fault) {
  return fault == Fault::kConflict ? StillInConflict() : NoConnection();
}

// Waits a random while, so that those who collided come back apart. False if there is no time.
bool Pause(int attempt, absl::Time deadline) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const absl::Duration longest = kFirstPause * (1 << (attempt - 1));
  const absl::Duration pause = longest * std::uniform_real_distribution<double>(0, 1)(random);
  if (absl::Now() + pause >= deadline) return false;
  absl::SleepFor(pause);
  return true;
}

}  // namespace

PooledDatabase::PooledDatabase(const Setup& setup)
    : engine_(setup.engine),
      acquire_timeout_(setup.acquire_timeout),
      readers_(setup.readers,
               [connect = setup.connect](absl::Time by) { return connect(Access::kRead, by); }) {
  if (setup.writers == 0) return;
  own_writers_ = std::make_unique<Pool>(setup.writers, [connect = setup.connect](absl::Time by) {
    return connect(Access::kWrite, by);
  });
}

absl::Status PooledDatabase::Transact(absl::Time deadline, const Body& body) {
  return Run(Access::kWrite, deadline, body);
}

absl::Status PooledDatabase::Read(absl::Time deadline, const Body& body) {
  return Run(Access::kRead, deadline, body);
}

absl::Status PooledDatabase::Ping() {
  // On SQLite, only a statement that reads the file tells anything about it.
  const char* const probe =
      engine_ == Engine::kSqlite ? "SELECT COUNT(*) FROM sqlite_schema" : "SELECT 1";
  return Read(absl::Now() + kPingTimeout,
              [&](Transaction& transaction) { return transaction.Query(probe, {}).status(); });
}

absl::Status PooledDatabase::Run(Access access, absl::Time deadline, const Body& body) {
  if (Inside::Of(this)) return Nested();
  const Inside inside(this);
  for (int attempt = 1;; ++attempt) {
    Outcome outcome = Attempt(access, deadline, body);
    const bool again = outcome.fault == Fault::kConflict || outcome.fault == Fault::kBroken;
    if (!again) return std::move(outcome.status);
    metric::Count("db_transaction_retries_total", "Transactions that lost a race or their link.",
                  {{"cause", outcome.fault == Fault::kConflict ? "conflict" : "broken"}});
    if (attempt == kAttempts || !Pause(attempt, deadline)) return AfterLastAttempt(outcome.fault);
  }
}

PooledDatabase::Outcome PooledDatabase::Attempt(Access access, absl::Time deadline,
                                                const Body& body) {
  Pool& pool = access == Access::kWrite && own_writers_ != nullptr ? *own_writers_ : readers_;
  absl::StatusOr<Pool::Lease> lease =
      pool.Acquire(std::min(deadline, absl::Now() + acquire_timeout_));
  if (!lease.ok()) return {Fault::kRefused, std::move(lease).status()};
  Connection& connection = **lease;
  absl::Status status = connection.Begin(access, deadline);
  if (status.ok()) {
    LentTransaction transaction(connection);
    status = body(transaction);
    if (status.ok()) {
      status = connection.Commit();
    } else {
      connection.Rollback();
    }
  }
  if (connection.fault() == Fault::kBroken || connection.fault() == Fault::kLost) pool.DropIdle();
  return {connection.fault(), std::move(status)};
}

}  // namespace telemachus::sql
