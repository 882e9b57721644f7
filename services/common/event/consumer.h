#ifndef TELEMACHUS_COMMON_EVENT_CONSUMER_H_
#define TELEMACHUS_COMMON_EVENT_CONSUMER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/redis/client.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// What an event does here, in the transaction that moves the cursor. Runs at least once and has
// an effect once, because effect and cursor commit together. An error other than UNAVAILABLE,
// ABORTED and DEADLINE_EXCEEDED parks the event and later ones of its resource, counted; they are
// tried again every minute. After those three, all events wait and it runs again soon. After a
// change of epoch it sees every event again. May call other services before it writes; keep it
// short, and call no CatchUp in it.
using Effect = std::function<absl::Status(sql::Transaction&, const v1::Event&)>;

// Fetches from the producer over gRPC; bound by the caller of Consumer.
using FetchFunction =
    std::function<absl::StatusOr<v1::FetchEventsResponse>(const v1::FetchEventsRequest&)>;

// Follows one producer: woken by its Redis stream, filled by fetching whatever is missing (on a
// gap, and every few seconds by asking for the head). Losing all of Redis costs a delay.
class Consumer {
 public:
  // Whom it follows, as whom, and how keenly.
  struct Options {
    std::string producer;                             // "matching"
    std::string consumer;                             // "agreement": the cursor's owner
    absl::Duration head_interval = absl::Seconds(2);  // how often the head is asked for
    // Which events have an effect here; empty: all. A run of others costs one move of the cursor,
    // so that a large import in one service is no load on another that it does not concern.
    std::function<bool(const v1::Event&)> concerns = {};
  };
  // `redis` may be null; the consumer's thread holds one of its connections nearly all the time, so
  // let consumers have a client of their own, with a connection each. `effect` sees every event of
  // the producer that concerns it. `resynchronise` (may be empty) runs when the producer's
  // epoch changed, before reading anew; every replica may run it, and again after a failure.
  Consumer(const Options& options, sql::Database& database, redis::Client* redis,
           FetchFunction fetch, Effect effect, std::function<absl::Status()> resynchronise = {});
  ~Consumer();
  void Start();
  void Stop();
  // Applies everything up to the producer's head as of now, on the caller's thread; bounded by
  // `deadline`. For tests, and for "unknown id: catch up, then look again". Callers that come while
  // one is under way share the next.
  absl::Status CatchUp(absl::Time deadline);
  // Tries parked events again, on the caller's thread; returns how many were applied.
  absl::StatusOr<int> RetryParked(absl::Time deadline);
  // Events behind the producer's last known head.
  int64_t Lag() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_CONSUMER_H_
