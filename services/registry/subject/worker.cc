#include "registry/subject/worker.h"

#include "absl/time/clock.h"
#include "common/log/log.h"

namespace telemachus::registry {

void Worker::Start() {
  {
    sync::Lock lock(mutex_);
    stopping_ = false;
  }
  thread_ = std::thread([this] { Run(); });
}

void Worker::Stop() {
  {
    sync::Lock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

bool Worker::Pause() {
  sync::Lock lock(mutex_);
  if (!stopping_ && !more_) changed_.WaitFor(mutex_, kLook);
  return !stopping_;
}

void Worker::Run() {
  absl::Time make_up = absl::Now() + kFirstMakeUp;
  do {
    const auto steps = driver_.Step();
    if (!steps.ok()) {
      log::Warning("requests about people's data do not go on", {{"status", steps.status()}});
    }
    // What was begun goes on with the next service, without a pause.
    more_ = steps.ok() && *steps > 0;
    if (absl::Now() < make_up) continue;
    make_up = absl::Now() + kMakeUp;
    const auto made_up = driver_.MakeUp();
    if (!made_up.ok()) {
      log::Warning("not all erasures could be compared", {{"status", made_up.status()}});
    }
  } while (Pause());
}

}  // namespace telemachus::registry
