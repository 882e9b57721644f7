#ifndef TELEMACHUS_COMMON_RPC_SERVE_PULSE_H_
#define TELEMACHUS_COMMON_RPC_SERVE_PULSE_H_

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace telemachus::rpc {

// Runs something small again and again on a thread of its own, the first time after one period.
class Pulse {
 public:
  Pulse(absl::Duration period, std::function<void()> beat);
  // Waits for the beat that is running.
  ~Pulse();

 private:
  void Loop();

  const absl::Duration period_;
  const std::function<void()> beat_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_PULSE_H_
