#include "common/event/follower.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::event {
namespace {

constexpr int32_t kFetchedAtOnce = 500;
// For one event: effects are short, and a stuck one must not outlast a caller's patience by much.
constexpr absl::Duration kEffectTime = absl::Seconds(10);

absl::Status TooLate() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "the events could not be caught up with in time");
}

// Waiting for the next round instead of asking again at once, for ever.
absl::Status Stuck() {
  return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                       "the producer does not hand out the events it speaks of");
}

}  // namespace

Follower::Follower(const Consumer::Options& options, sql::Database& database, FetchFunction fetch,
                   Effect effect, std::function<absl::Status()> resynchronise)
    : options_(options),
      fetch_(std::move(fetch)),
      resynchronise_(std::move(resynchronise)),
      applier_(options, database, std::move(effect)) {}

absl::StatusOr<bool> Follower::TakeTurn(bool to_catch_up, absl::Time deadline) {
  sync::Lock lock(mutex_);
  const int64_t enough = begun_ + 1;
  while (busy_) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return TooLate();
    changed_.WaitFor(mutex_, left);
    if (to_catch_up && done_ >= enough) return false;
  }
  busy_ = true;
  if (to_catch_up) ++begun_;
  return true;
}

void Follower::GiveTurn(bool caught_up) {
  sync::Lock lock(mutex_);
  busy_ = false;
  if (caught_up) done_ = begun_;
  changed_.NotifyAll();
}

absl::Status Follower::CatchUp(absl::Time deadline) {
  ASSIGN_OR_RETURN(const bool mine, TakeTurn(/*to_catch_up=*/true, deadline));
  if (!mine) return absl::OkStatus();
  absl::Status status = FollowToHead(deadline);
  GiveTurn(/*caught_up=*/status.ok());
  return status;
}

absl::StatusOr<bool> Follower::Offer(const std::vector<v1::Event>& events, absl::Time deadline) {
  RETURN_IF_ERROR(TakeTurn(/*to_catch_up=*/false, deadline).status());
  absl::StatusOr<bool> complete = ApplyOffered(events, deadline);
  GiveTurn(/*caught_up=*/false);
  return complete;
}

absl::StatusOr<int> Follower::RetryParked(absl::Time deadline) {
  RETURN_IF_ERROR(TakeTurn(/*to_catch_up=*/false, deadline).status());
  absl::StatusOr<int> applied = applier_.RetryParked(deadline);
  GiveTurn(/*caught_up=*/false);
  return applied;
}

absl::Status Follower::FollowToHead(absl::Time deadline) {
  int64_t target = -1;
  while (absl::Now() < deadline) {
    ASSIGN_OR_RETURN(const Position position, applier_.ReadPosition(deadline));
    ASSIGN_OR_RETURN(const v1::FetchEventsResponse response, Ask(position));
    if (response.epoch() != position.epoch) {
      RETURN_IF_ERROR(Enter(position, response.epoch(), deadline));
      target = -1;
      continue;
    }
    if (target < 0) target = response.head();
    RETURN_IF_ERROR(ApplyAll(response, deadline));
    ASSIGN_OR_RETURN(const Position now, applier_.ReadPosition(deadline));
    Note(now.last, response.head());
    if (now.epoch == response.epoch() && now.last >= target) return absl::OkStatus();
    if (now.epoch == position.epoch && now.last == position.last) return Stuck();
  }
  return TooLate();
}

absl::StatusOr<v1::FetchEventsResponse> Follower::Ask(const Position& position) {
  v1::FetchEventsRequest request;
  request.set_epoch(position.epoch);
  request.set_after(position.last);
  request.set_limit(position.epoch.empty() ? 0 : kFetchedAtOnce);
  absl::StatusOr<v1::FetchEventsResponse> response = fetch_(request);
  if (response.ok() || !absl::IsFailedPrecondition(response.status())) return response;
  absl::StatusOr<v1::FetchEventsResponse> head = fetch_(v1::FetchEventsRequest());
  if (!head.ok() || head->epoch() != position.epoch) return head;
  // Its database is older than what it told us, and nobody gave it a new epoch.
  log::Error("a producer's history ends before our position in it",
             {{"producer", log::Code(options_.producer)}, {"head", int64_t{head->head()}}});
  return response;
}

absl::Status Follower::Enter(const Position& position, const std::string& epoch,
                             absl::Time deadline) {
  const bool anew = !position.epoch.empty();
  if (anew) {
    log::Warning("a producer's epoch changed: reading everything anew",
                 {{"producer", log::Code(options_.producer)}});
    metric::Count("event_resynchronised_total", "Changes of a producer's epoch",
                  {{"producer", options_.producer}, {"consumer", options_.consumer}});
    if (resynchronise_) RETURN_IF_ERROR(resynchronise_());
  }
  return applier_.Begin(epoch, anew, deadline);
}

absl::StatusOr<Outcome> Follower::ApplyFrom(const Events& events, size_t& next,
                                            absl::Time deadline) {
  const v1::Event& first = *events[next];
  const absl::Time end = std::min(deadline, absl::Now() + kEffectTime);
  if (!options_.concerns || options_.concerns(first)) {
    ++next;
    return applier_.Apply(first, end);
  }
  while (next < events.size() && !options_.concerns(*events[next])) ++next;
  return applier_.Skip(first, *events[next - 1], end);
}

absl::Status Follower::ApplyAll(const v1::FetchEventsResponse& response, absl::Time deadline) {
  const Events events(response.events().pointer_begin(), response.events().pointer_end());
  for (size_t next = 0; next < events.size();) {
    ASSIGN_OR_RETURN(const Outcome outcome, ApplyFrom(events, next, deadline));
    if (outcome == Outcome::kNotNext) break;  // another replica goes on from further on
    Note(events[next - 1]->number(), response.head());
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Follower::ApplyOffered(const std::vector<v1::Event>& offered,
                                            absl::Time deadline) {
  ASSIGN_OR_RETURN(const Position position, applier_.ReadPosition(deadline));
  Events events;
  int64_t last = position.last;
  bool complete = true;
  for (const v1::Event& event : offered) {
    const bool same_epoch = event.epoch() == position.epoch;
    if (same_epoch && event.number() <= last) continue;
    complete = same_epoch && event.number() == last + 1;
    if (!complete) break;
    events.push_back(&event);
    last = event.number();
  }
  Note(position.last, last);
  for (size_t next = 0; next < events.size();) {
    ASSIGN_OR_RETURN(const Outcome outcome, ApplyFrom(events, next, deadline));
    if (outcome == Outcome::kNotNext) return false;  // another replica was faster: fetch the rest
    Note(events[next - 1]->number(), 0);
  }
  return complete;
}

void Follower::Note(int64_t last, int64_t head) {
  last_ = last;
  head_ = std::max(head, last);
  metric::Gauge("event_lag", "Events between a consumer and its producer's last known head",
                {{"producer", options_.producer}, {"consumer", options_.consumer}},
                static_cast<double>(Lag()));
}

int64_t Follower::Lag() const { return std::max<int64_t>(head_ - last_, 0); }

}  // namespace telemachus::event
