#include "common/rpc/executor.h"

#include <utility>

#include "absl/time/clock.h"

namespace telemachus::rpc {

Executor::Executor(int threads, size_t queue_limit) : queue_limit_(queue_limit) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

Executor::~Executor() {
  {
    sync::Lock lock(mutex_);
    ending_ = true;
  }
  changed_.NotifyAll();
  for (std::thread& thread : threads_) thread.join();
}

bool Executor::Submit(absl::Time deadline, std::function<void()> run,
                      std::function<void()> expired) {
  {
    sync::Lock lock(mutex_);
    if (ending_ || queue_.size() >= queue_limit_) return false;
    queue_.push_back({deadline, std::move(run), std::move(expired)});
  }
  changed_.NotifyOne();
  return true;
}

size_t Executor::queued() const {
  sync::Lock lock(mutex_);
  return queue_.size();
}

int Executor::running() const {
  sync::Lock lock(mutex_);
  return running_;
}

bool Executor::AwaitIdle(absl::Duration timeout) {
  const absl::Time until = absl::Now() + timeout;
  sync::Lock lock(mutex_);
  while (!queue_.empty() || running_ > 0) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    idle_.WaitFor(mutex_, left);
  }
  return true;
}

void Executor::Loop() {
  while (std::optional<Work> work = Next()) {
    (absl::Now() < work->deadline ? work->run : work->expired)();
    // What the work holds goes before it counts as done.
    work.reset();
    sync::Lock lock(mutex_);
    --running_;
    if (running_ == 0 && queue_.empty()) idle_.NotifyAll();
  }
}

std::optional<Executor::Work> Executor::Next() {
  sync::Lock lock(mutex_);
  while (queue_.empty() && !ending_) changed_.Wait(mutex_);
  if (queue_.empty()) return std::nullopt;
  Work work = std::move(queue_.front());
  queue_.pop_front();
  ++running_;
  return work;
}

}  // namespace telemachus::rpc
