#ifndef TELEMACHUS_REGISTRY_SUBJECT_WORKER_H_
#define TELEMACHUS_REGISTRY_SUBJECT_WORKER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "registry/subject/driver.h"

namespace telemachus::registry {

// Runs a driver on a thread of its own, so that no call waits for another service.
class Worker {
 public:
  // How often it looks, and how often erasures are made up for; the first time not before the
  // others had time to start.
  static constexpr absl::Duration kLook = absl::Milliseconds(500);
  static constexpr absl::Duration kMakeUp = absl::Minutes(10);
  static constexpr absl::Duration kFirstMakeUp = absl::Minutes(1);

  // Outlives it.
  explicit Worker(Driver& driver) : driver_(driver) {}
  ~Worker() { Stop(); }
  void Start();
  void Stop();

 private:
  void Run();
  // Waits for the next look; false at the end.
  bool Pause();

  Driver& driver_;
  bool more_ = false;  // of the thread alone
  std::thread thread_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_WORKER_H_
