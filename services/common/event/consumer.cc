#include "common/event/consumer.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "common/event/follower.h"
#include "common/event/stream.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/sync/mutex.h"

namespace telemachus::event {
namespace {

constexpr absl::Duration kStreamWait = absl::Milliseconds(100);  // bounds how long Stop() takes
constexpr absl::Duration kRoundTime = absl::Seconds(30);         // of one catch-up by the thread
constexpr absl::Duration kRetryInterval = absl::Minutes(1);      // of parked events
constexpr absl::Duration kFirstPause = absl::Milliseconds(50);   // after a failure, doubling
constexpr absl::Duration kLongestPause = absl::Seconds(5);

}  // namespace

// The thread: listens to the stream, and asks for the head now and then.
class Consumer::Loop {
 public:
  Loop(const Options& options, sql::Database& database, redis::Client* redis, FetchFunction fetch,
       Effect effect, std::function<absl::Status()> resynchronise)
      : options_(options),
        follower_(options, database, std::move(fetch), std::move(effect),
                  std::move(resynchronise)) {
    if (redis != nullptr) stream_.emplace(*redis, options.producer);
  }

  void Start() {
    {
      sync::Lock lock(mutex_);
      stopping_ = false;
    }
    thread_ = std::thread([this] { Run(); });
  }

  void Stop() {
    {
      sync::Lock lock(mutex_);
      stopping_ = true;
    }
    changed_.NotifyAll();
    if (thread_.joinable()) thread_.join();
  }

  Follower& follower() { return follower_; }

 private:
  void Run() {
    absl::Duration pause = kFirstPause;
    absl::Time retry = absl::Now();
    absl::Time ask = absl::Now();
    while (Sleep(absl::ZeroDuration())) {
      const absl::Status status = RunRound(retry, ask);
      if (status.ok()) {
        pause = kFirstPause;
        continue;
      }
      metric::Count("event_failures_total", "Rounds of an event consumer that failed",
                    {{"producer", options_.producer}, {"consumer", options_.consumer}});
      log::Warning("events cannot be applied now",
                   {{"producer", log::Code(options_.producer)}, {"status", status}});
      Sleep(pause);
      pause = std::min(2 * pause, kLongestPause);
    }
  }

  // Does what is due: parked events, the head, else the stream. `retry` and `ask` say when.
  absl::Status RunRound(absl::Time& retry, absl::Time& ask) {
    if (absl::Now() >= retry) {
      retry = absl::Now() + kRetryInterval;
      RETURN_IF_ERROR(follower_.RetryParked(absl::Now() + kRoundTime).status());
    }
    if (absl::Now() < ask) {
      const absl::StatusOr<bool> complete = Listen(ask - absl::Now());
      // What was read but not applied is not in the stream any more: fetch it.
      if (!complete.ok() || !*complete) ask = absl::InfinitePast();
      return complete.status();
    }
    // The stream's end is noted first, so that nothing falls between it and the answer. A Redis
    // that is down is Listen's matter.
    if (stream_.has_value()) stream_->Begin().IgnoreError();
    RETURN_IF_ERROR(follower_.CatchUp(absl::Now() + kRoundTime));
    ask = absl::Now() + options_.head_interval;
    return absl::OkStatus();
  }

  // Applies what the stream gives within `time`. False if it shows that something is missing.
  absl::StatusOr<bool> Listen(absl::Duration time) {
    if (!stream_.has_value()) {
      Sleep(time);
      return true;
    }
    const absl::StatusOr<std::vector<v1::Event>> events =
        stream_->Next(std::min(time, kStreamWait));
    if (!events.ok()) {
      stream_->Reset();
      Sleep(std::min(time, kStreamWait));
      return true;
    }
    if (events->empty()) return true;
    return follower_.Offer(*events, absl::Now() + kRoundTime);
  }

  // Waits, at most until stopped. False when stopping.
  bool Sleep(absl::Duration pause) {
    const absl::Time end = absl::Now() + pause;
    sync::Lock lock(mutex_);
    while (!stopping_ && absl::Now() < end) changed_.WaitFor(mutex_, end - absl::Now());
    return !stopping_;
  }

  const Options options_;
  Follower follower_;
  std::optional<StreamReader> stream_;  // of the thread alone
  std::thread thread_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

Consumer::Consumer(const Options& options, sql::Database& database, redis::Client* redis,
                   FetchFunction fetch, Effect effect, std::function<absl::Status()> resynchronise)
    : loop_(std::make_unique<Loop>(options, database, redis, std::move(fetch), std::move(effect),
                                   std::move(resynchronise))) {}

Consumer::~Consumer() { Stop(); }

void Consumer::Start() { loop_->Start(); }

void Consumer::Stop() { loop_->Stop(); }

absl::Status Consumer::CatchUp(absl::Time deadline) { return loop_->follower().CatchUp(deadline); }

absl::StatusOr<int> Consumer::RetryParked(absl::Time deadline) {
  return loop_->follower().RetryParked(deadline);
}

int64_t Consumer::Lag() const { return loop_->follower().Lag(); }

}  // namespace telemachus::event
