#include "common/rpc/serve/pulse.h"

#include <utility>

#include "absl/time/clock.h"

namespace telemachus::rpc {

Pulse::Pulse(absl::Duration period, std::function<void()> beat)
    : period_(period), beat_(std::move(beat)), thread_([this] { Loop(); }) {}

Pulse::~Pulse() {
  {
    sync::Lock lock(mutex_);
    ending_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
}

void Pulse::Loop() {
  while (true) {
    const absl::Time next = absl::Now() + period_;
    {
      sync::Lock lock(mutex_);
      while (!ending_ && absl::Now() < next) changed_.WaitFor(mutex_, next - absl::Now());
      if (ending_) return;
    }
    beat_();
  }
}

}  // namespace telemachus::rpc
