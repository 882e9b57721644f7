#ifndef TELEMACHUS_COMMON_SQL_POOL_H_
#define TELEMACHUS_COMMON_SQL_POOL_H_

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/driver/connection.h"
#include "common/sync/mutex.h"

namespace telemachus::sql {

// Lends connections, in the order in which callers came; opens them when they are first needed and
// replaces those that broke. Thread-safe; outlives what it lent.
class Pool {
 public:
  using Connect = std::function<absl::StatusOr<std::unique_ptr<Connection>>(absl::Time deadline)>;

  // A connection lent for a scope.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ~Lease() {
      if (connection_ != nullptr) pool_->Return(std::move(connection_));
    }
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Connection& operator*() const { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Pool(int size, Connect connect) : connect_(std::move(connect)), free_(size) {}

  // UNAVAILABLE if none comes free, or none can be opened, until `deadline`.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);
  // Closes those not lent: when one broke, the others that went to the same server have as well.
  void DropIdle();

 private:
  // One caller in the queue.
  struct Waiter {
    sync::Condition served_changed;
    bool served = false;
  };

  // Takes a place: the right to hold one connection. False if the time ran out.
  bool TakePlace(absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Gives it to the next in the queue.
  void GivePlace() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Return(std::unique_ptr<Connection> connection);

  const Connect connect_;
  sync::Mutex mutex_;
  int free_ ABSL_GUARDED_BY(mutex_);
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
  // The last returned is lent first: its caches are warm.
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_POOL_H_
