#ifndef TELEMACHUS_COMMON_OPERATION_RUNNER_H_
#define TELEMACHUS_COMMON_OPERATION_RUNNER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/operation/operation.h"
#include "common/sql/database.h"
#include "common/time/clock.h"

namespace telemachus::operation {

// How long a runner that says nothing keeps an operation: each step says that it lives. After a
// crash another takes the operation up once this has passed.
inline constexpr absl::Duration kLease = absl::Seconds(10);

// Carries out operations, one at a time, on a thread of its own. Several replicas may run one each:
// an operation is held by one of them, and a step of one that has lost it changes nothing.
class Runner {
 public:
  Runner(sql::Database& database, const time::Clock& clock, id::IdSource& ids, Kinds kinds);
  ~Runner();
  // Starts and stops the thread; it looks every `interval`. What it stops in the middle of is taken
  // up by whoever looks next.
  void Start(absl::Duration interval = absl::Milliseconds(500));
  void Stop();
  // Looks at once; saves part of the interval.
  void Wake();
  // Carries out everything due, on the caller's thread, and removes what has expired; returns how
  // many steps were done. An error only if the database could not be asked.
  absl::StatusOr<int> RunDue();

 private:
  class Loop;
  // Runs what is due until `stopping`.
  absl::StatusOr<int> RunUntil(const std::function<bool()>& stopping);
  absl::Status RemoveExpired(absl::Time now);

  sql::Database& database_;
  const time::Clock& clock_;
  const Kinds kinds_;
  const std::string holder_;
  std::unique_ptr<Loop> loop_;
};

}  // namespace telemachus::operation

#endif  // TELEMACHUS_COMMON_OPERATION_RUNNER_H_
