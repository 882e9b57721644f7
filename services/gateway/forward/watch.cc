// What time does to a forwarded call: a request that does not come, a stream that lasts.
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "gateway/forward/forwarded_call.h"
#include "gateway/forward/outcome.h"

namespace telemachus::gateway {

void ForwardedCall::AwaitRequest() {
  const absl::Duration patience = forwarder_.setting().limits.request_time;
  // The transport itself ends calls at the time that the caller named.
  if (names_deadline_ && deadline_ <= absl::Now() + patience) return;
  After(patience, [this] {
    if (awaits_request_.exchange(false)) Conclude(TooLate());
  });
}

void ForwardedCall::Watch() {
  After(forwarder_.setting().limits.recheck, [this] { Recheck(); });
}

void ForwardedCall::Recheck() {
  const absl::Time now = absl::Now();
  const absl::Time last_passed = absl::FromUnixMicros(last_passed_micros_);
  if (now >= deadline_) return Break(TooLate());
  if (now - last_passed >= forwarder_.setting().limits.longest_silence) return Break(Silent());
  Knock knock = knock_;
  knock.deadline = now + forwarder_.setting().limits.request_time;
  Hold();
  forwarder_.setting().door.Admit(std::move(knock), [this](const absl::StatusOr<Claims>& claims) {
    Rechecked(claims.status());
    Release();
  });
}

void ForwardedCall::Rechecked(const absl::Status& status) {
  if (status.ok()) rechecks_missed_ = 0;
  // Once may be left open by a registry that restarts; twice is longer than rights may be unknown.
  const bool unknown = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
  if (status.ok() || (unknown && ++rechecks_missed_ == 1)) return Watch();
  Break(status);
}

void ForwardedCall::Break(const absl::Status& status) {
  log::Warning("stream ended by the gateway",
               {{"method", log::Code(route_->name)}, {"status", status}});
  sync::Lock lock(mutex_);
  if (over_) return;
  verdict_ = status;
  upstream_.TryCancel();
  // A reader that takes nothing would never let the status through.
  if (writing_) context_.TryCancel();
}

void ForwardedCall::After(absl::Duration delay, std::function<void()> then) {
  sync::Lock lock(mutex_);
  if (over_) return;
  Hold();
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(absl::Now() + delay), [this, then = std::move(then)](bool due) {
    if (due) then();
    Release();
  });
}

}  // namespace telemachus::gateway
