#ifndef TELEMACHUS_COMMON_EVENT_RELAY_H_
#define TELEMACHUS_COMMON_EVENT_RELAY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/redis/client.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// Numbers committed outbox rows without gaps and hands them to the Redis stream
// `{events:PRODUCER}`. Any number of replicas may run one. A Redis that is down only delays: the
// consumers fetch.
class Relay {
 public:
  // `producer` is the service's name. `redis` may be null: then consumers only fetch.
  Relay(absl::string_view producer, sql::Database& database, redis::Client* redis);
  ~Relay();
  void Start(absl::Duration interval = absl::Milliseconds(50));
  void Stop();
  // Wakes the thread; handlers need not call it, it only saves part of the interval.
  void Wake();
  // Numbers and hands on what is there, on the caller's thread; returns how many were handed on.
  // ABORTED if another relay was faster: it has done the same.
  absl::StatusOr<int> RunOnce();

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

// Answers FetchEvents from the producer's database: numbers first whatever the relay has not yet,
// so that the answer's head counts everything committed before the call. FAILED_PRECONDITION if
// the epoch is another, or `after` lies beyond the head.
absl::StatusOr<v1::FetchEventsResponse> Fetch(sql::Database& database,
                                              const v1::FetchEventsRequest& request,
                                              absl::Time deadline);

// Starts a new epoch, after the database was restored from a backup and before it serves: every
// consumer then resynchronises.
absl::Status StartEpoch(sql::Database& database, absl::Time deadline);

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_RELAY_H_
