#ifndef TELEMACHUS_COMMON_SYNC_MUTEX_H_
#define TELEMACHUS_COMMON_SYNC_MUTEX_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"

namespace telemachus::sync {

// std::mutex with names that clang's thread-safety analysis understands. absl::Mutex would do,
// but the packaged one reports false races under ThreadSanitizer.
class ABSL_LOCKABLE Mutex {
 public:
  // By the names that std::lock_guard and std::condition_variable_any call.
  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

// Holds a Mutex for a scope.
class ABSL_SCOPED_LOCKABLE Lock {
 public:
  explicit Lock(Mutex& mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Lock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits for changes of what a Mutex guards.
class Condition {
 public:
  // Waits until notified; wakes without reason at times. `mutex` is held by the caller.
  void Wait(Mutex& mutex) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) { condition_.wait(mutex); }
  // The same, for at most `timeout`. Returns false when the time ran out.
  bool WaitFor(Mutex& mutex, absl::Duration timeout) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return condition_.wait_for(mutex, absl::ToChronoMicroseconds(timeout)) ==
           std::cv_status::no_timeout;
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable_any condition_;
};

}  // namespace telemachus::sync

#endif  // TELEMACHUS_COMMON_SYNC_MUTEX_H_
