#ifndef TELEMACHUS_COMMON_RPC_EXECUTOR_H_
#define TELEMACHUS_COMMON_RPC_EXECUTOR_H_

#include <deque>
#include <functional>
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

 private:
  struct Work {
    absl::Time deadline;
    std::function<void()> run;
    std::function<void()> expired;
  };
  void Loop();

  const size_t queue_limit_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_EXECUTOR_H_
