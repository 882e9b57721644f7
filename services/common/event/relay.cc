#include "common/event/relay.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/event/head.h"
#include "common/event/stream.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/sync/mutex.h"
#include "common/time/civil.h"
#include "common/trace/span.h"

namespace telemachus::event {
namespace {

constexpr absl::Duration kRunTime = absl::Seconds(10);      // for one transaction
constexpr absl::Duration kLongestPause = absl::Seconds(5);  // after failures
constexpr int kMostBatches = 1000;                          // of one run
constexpr size_t kMostLinks = 32;                           // traces named by one span

}  // namespace

// The thread, and what it does.
class Relay::Loop {
 public:
  Loop(absl::string_view producer, sql::Database& database, redis::Client* redis)
      : producer_(producer), database_(database), redis_(redis) {}

  void Start(absl::Duration interval) {
    {
      sync::Lock lock(mutex_);
      stopping_ = false;
    }
    thread_ = std::thread([this, interval] { Run(interval); });
  }

  void Stop() {
    {
      sync::Lock lock(mutex_);
      stopping_ = true;
    }
    changed_.NotifyAll();
    if (thread_.joinable()) thread_.join();
  }

  void Wake() {
    {
      sync::Lock lock(mutex_);
      woken_ = true;
    }
    changed_.NotifyAll();
  }

  absl::StatusOr<int> RunOnce() {
    int64_t handed_on = 0;
    for (int batch = 0; batch < kMostBatches; ++batch) {
      ASSIGN_OR_RETURN(const bool needed, HasWork());
      if (!needed) break;
      ASSIGN_OR_RETURN(const Numbered numbered,
                       Number(database_, /*hand_on=*/true, absl::Now() + kRunTime));
      RETURN_IF_ERROR(HandOn(numbered));
      handed_on += numbered.after.handed - numbered.before.handed;
      if (!numbered.more) break;
    }
    return static_cast<int>(handed_on);
  }

 private:
  void Run(absl::Duration interval) {
    absl::Duration pause = interval;
    while (Sleep(pause)) {
      const absl::Status status = RunOnce().status();
      if (status.ok() || absl::IsAborted(status)) {
        pause = interval;
        continue;
      }
      metric::Count("event_relay_failures_total", "Runs of the event relay that failed",
                    {{"producer", producer_}});
      log::Warning("the event relay failed", {{"status", status}});
      pause = std::min(2 * pause, std::max(interval, kLongestPause));
    }
  }

  // Waits, at most until woken. False when stopping.
  bool Sleep(absl::Duration pause) {
    const absl::Time end = absl::Now() + pause;
    sync::Lock lock(mutex_);
    while (!stopping_ && !woken_ && absl::Now() < end) changed_.WaitFor(mutex_, end - absl::Now());
    woken_ = false;
    return !stopping_;
  }

  // Asked of a snapshot first, so that an idle relay never holds up a writer.
  absl::StatusOr<bool> HasWork() {
    bool work = false;
    RETURN_IF_ERROR(
        database_.Read(absl::Now() + kRunTime, [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Head> head, FindHead(transaction));
          ASSIGN_OR_RETURN(const int64_t waiting, CountWaiting(transaction));
          work = waiting > 0 || (head.has_value() && head->handed < head->last);
          metric::Gauge("event_outbox_waiting", "Committed events without a number, up to 500",
                        {{"producer", producer_}}, static_cast<double>(waiting));
          return absl::OkStatus();
        }));
    return work;
  }

  // Tells the stream what the numbering took on itself. Once, whatever becomes of it: consumers
  // fetch what they miss.
  absl::Status HandOn(const Numbered& numbered) {
    const int64_t count = numbered.after.handed - numbered.before.handed;
    if (redis_ == nullptr || count == 0) return absl::OkStatus();
    std::vector<v1::Event> events;
    RETURN_IF_ERROR(
        database_.Read(absl::Now() + kRunTime, [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(events,
                           ReadEvents(transaction, numbered.after, numbered.before.handed, count));
          return absl::OkStatus();
        }));
    Publish(events);
    return absl::OkStatus();
  }

  void Publish(const std::vector<v1::Event>& events) {
    std::set<std::string> causes;
    absl::Time oldest = absl::InfiniteFuture();
    for (const v1::Event& event : events) {
      if (causes.size() < kMostLinks && !event.traceparent().empty()) {
        causes.insert(event.traceparent());
      }
      oldest = std::min(oldest, time::FromProto(event.event_time()));
    }
    // Part of the trace of its one cause; a batch of several changes can only name theirs.
    trace::Span span(absl::StrCat("send events:", producer_), trace::Kind::kProducer,
                     causes.size() == 1 ? *causes.begin() : "");
    span.Set("messaging.system", "redis");
    span.Set("messaging.operation.type", "send");
    span.Set("messaging.destination.name", absl::StrCat("events:", producer_));
    span.Set("messaging.batch.message_count", static_cast<int64_t>(events.size()));
    if (causes.size() > 1) {
      for (const std::string& cause : causes) span.Link(cause);
    }
    const absl::Status status = span.End(WriteStream(*redis_, producer_, events));
    metric::Duration("event_relay_lag_seconds", "From the oldest event of a batch to its stream",
                     {{"producer", producer_}},
                     std::max(0.0, absl::ToDoubleSeconds(absl::Now() - oldest)));
    if (status.ok()) return;
    metric::Count("event_unsent_total", "Events that the stream was not told of; consumers fetch",
                  {{"producer", producer_}}, static_cast<double>(events.size()));
  }

  const std::string producer_;
  sql::Database& database_;
  redis::Client* const redis_;
  std::thread thread_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
};

Relay::Relay(absl::string_view producer, sql::Database& database, redis::Client* redis)
    : loop_(std::make_unique<Loop>(producer, database, redis)) {}

Relay::~Relay() { Stop(); }

void Relay::Start(absl::Duration interval) { loop_->Start(interval); }

void Relay::Stop() { loop_->Stop(); }

void Relay::Wake() { loop_->Wake(); }

absl::StatusOr<int> Relay::RunOnce() { return loop_->RunOnce(); }

}  // namespace telemachus::event
