#ifndef TELEMACHUS_COMMON_REDIS_POOL_H_
#define TELEMACHUS_COMMON_REDIS_POOL_H_

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/redis/client.h"
#include "common/redis/connection.h"
#include "common/sync/mutex.h"

namespace telemachus::redis {

// The connections of a client. Thread-safe. While Redis fails, one taker at a time tries to
// connect, after a pause that grows; all others are refused at once.
class Pool {
 public:
  // `options` hold the limits; `address` is their target.
  Pool(const Options& options, Address address);

  // A connection that is ready for use. UNAVAILABLE if none can be had by `deadline`.
  absl::StatusOr<std::unique_ptr<Connection>> Take(absl::Time deadline);
  // Gives one back that answered.
  void Return(std::unique_ptr<Connection> connection);
  // Gives one up that failed with `status`.
  void Drop(std::unique_ptr<Connection> connection, const absl::Status& status);

 private:
  // Connects and signs in.
  absl::StatusOr<std::unique_ptr<Connection>> Connect(absl::Time deadline) const;
  // Waits for an idle connection, or for the right to open one (null).
  absl::StatusOr<std::unique_ptr<Connection>> Reserve(absl::Time deadline);
  void Fail() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  const Address address_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;  // in a row
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time resume_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace telemachus::redis

#endif  // TELEMACHUS_COMMON_REDIS_POOL_H_
