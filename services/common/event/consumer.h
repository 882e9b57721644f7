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
// ABORTED and DEADLINE_EXCEEDED parks the event and later ones of its resource, counted.
// May call other services before it writes; keep it short.
using Effect = std::function<absl::Status(sql::Transaction&, const v1::Event&)>;

// Fetches from the producer over gRPC; bound by the caller of Consumer.
using FetchFunction =
    std::function<absl::StatusOr<v1::FetchEventsResponse>(const v1::FetchEventsRequest&)>;

// Follows one producer: woken by its Redis stream, filled by fetching whatever is missing (on a
// gap, and every few seconds by asking for the head). Losing all of Redis costs a delay.
class Consumer {
 public:
  struct Options {
    std::string producer;                              // "matching"
    std::string consumer;                              // "agreement": the cursor's owner
    absl::Duration head_interval = absl::Seconds(2);   // how often the head is asked for
  };
  // `redis` may be null. `effect` sees every event of the producer, also those it ignores.
  // `resynchronise` (may be empty) runs when the producer's epoch changed, before reading anew.
  Consumer(Options options, sql::Database& database, redis::Client* redis, FetchFunction fetch,
           Effect effect, std::function<absl::Status()> resynchronise = {});
  ~Consumer();
  void Start();
  void Stop();
  // Applies everything up to the producer's head as of now, on the caller's thread; bounded by
  // `deadline`. For tests, and for "unknown id: catch up, then look again".
  absl::Status CatchUp(absl::Time deadline);
  // Events behind the producer's last known head.
  int64_t Lag() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_CONSUMER_H_
