#ifndef TELEMACHUS_COMMON_RPC_EXECUTOR_H_
#define TELEMACHUS_COMMON_RPC_EXECUTOR_H_

#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace telemachus::rpc {

// Threads for work that may block, with a bounded queue. Thread-safe.
class Executor {
 public:
  Executor(int threads, size_t queue_limit);
  // Finishes what is queued, then ends the threads.
  ~Executor();

  // Queues `run`. False at once if the queue is full or the executor is ending. Work whose
  // `deadline` has passed when its turn comes is dropped: `expired` runs instead.
  bool Submit(absl::Time deadline, std::function<void()> run, std::function<void()> expired);

  // How much work waits, and how much is being done.
  size_t queued() const;
  int running() const;
  // Waits until there is no work left, for at most `timeout`; false if there still is.
  bool AwaitIdle(absl::Duration timeout);

 private:
  struct Work {
    absl::Time deadline;
    std::function<void()> run;
    std::function<void()> expired;
  };
  void Loop();
  // The next work, waiting for it; nothing once the executor ends and the queue is empty.
  std::optional<Work> Next();

  const size_t queue_limit_;
  mutable sync::Mutex mutex_;
  sync::Condition changed_;
  sync::Condition idle_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_EXECUTOR_H_
