#ifndef TELEMACHUS_COMMON_EVENT_FOLLOWER_H_
#define TELEMACHUS_COMMON_EVENT_FOLLOWER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/event/applier.h"
#include "common/event/consumer.h"
#include "common/sync/mutex.h"

namespace telemachus::event {

// Brings a consumer forward: by what a stream gave, or by asking the producer. Thread-safe; one
// thread at a time applies, so that replicas race with each other but never with themselves.
class Follower {
 public:
  Follower(const Consumer::Options& options, sql::Database& database, FetchFunction fetch,
           Effect effect, std::function<absl::Status()> resynchronise);

  // Applies everything up to the producer's head as of now.
  absl::Status CatchUp(absl::Time deadline);
  // Applies what directly follows the cursor. False if something in between is missing.
  absl::StatusOr<bool> Offer(const std::vector<v1::Event>& events, absl::Time deadline);
  absl::StatusOr<int> RetryParked(absl::Time deadline);
  int64_t Lag() const;

 private:
  // Waits for the turn to apply. False if a catch-up that began after the call has done the work;
  // DEADLINE_EXCEEDED if the turn does not come in time.
  absl::StatusOr<bool> TakeTurn(bool to_catch_up, absl::Time deadline);
  void GiveTurn(bool caught_up);

  absl::Status FollowToHead(absl::Time deadline);
  // One answer of the producer, in its present epoch.
  absl::StatusOr<v1::FetchEventsResponse> Ask(const Position& position);
  // Enters the producer's epoch.
  absl::Status Enter(const Position& position, const std::string& epoch, absl::Time deadline);
  // Applies the event at `next`, or passes over the run of those there that do not concern us;
  // `next` is then the first one after.
  using Events = std::vector<const v1::Event*>;
  absl::StatusOr<Outcome> ApplyFrom(const Events& events, size_t& next, absl::Time deadline);
  absl::Status ApplyAll(const v1::FetchEventsResponse& response, absl::Time deadline);
  absl::StatusOr<bool> ApplyOffered(const std::vector<v1::Event>& offered, absl::Time deadline);
  // Notes where consumer and producer stand.
  void Note(int64_t last, int64_t head);

  const Consumer::Options options_;
  const FetchFunction fetch_;
  const std::function<absl::Status()> resynchronise_;
  Applier applier_;
  std::atomic<int64_t> last_ = 0;
  std::atomic<int64_t> head_ = 0;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t begun_ ABSL_GUARDED_BY(mutex_) = 0;  // catch-ups
  int64_t done_ ABSL_GUARDED_BY(mutex_) = 0;   // the last one that succeeded
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_FOLLOWER_H_
