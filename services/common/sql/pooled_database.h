#ifndef TELEMACHUS_COMMON_SQL_POOLED_DATABASE_H_
#define TELEMACHUS_COMMON_SQL_POOLED_DATABASE_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/sql/driver/connection.h"
#include "common/sql/pool.h"

namespace telemachus::sql {

// Transactions over pooled connections of either engine: lends, runs, and runs again.
class PooledDatabase final : public Database {
 public:
  // What an engine needs: how to connect, and whether one connection does all the writing.
  struct Setup {
    Engine engine;
    std::function<absl::StatusOr<std::unique_ptr<Connection>>(Access, absl::Time)> connect;
    int writers;  // 0: writing and reading share one pool
    int readers;
    absl::Duration acquire_timeout;
  };
  explicit PooledDatabase(const Setup& setup);

  absl::Status Transact(absl::Time deadline, const Body& body) override;
  absl::Status Read(absl::Time deadline, const Body& body) override;
  absl::Status Ping() override;
  Engine engine() const override { return engine_; }

 private:
  // How one attempt ended.
  struct Outcome {
    Fault fault;
    absl::Status status;
  };
  absl::Status Run(Access access, absl::Time deadline, const Body& body);
  Outcome Attempt(Access access, absl::Time deadline, const Body& body);

  const Engine engine_;
  const absl::Duration acquire_timeout_;
  Pool readers_;
  // Only where writers have connections of their own.
  std::unique_ptr<Pool> own_writers_;
};

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_POOLED_DATABASE_H_
