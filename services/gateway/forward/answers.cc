#include "gateway/forward/answers.h"

#include "absl/time/clock.h"

namespace telemachus::gateway {

void ForwardedCall::Answers::Begin(Forwarder::Stub& stub) {
  stub.PrepareBidiStreamingCall(&call_.upstream_, call_.route_->method, {}, this);
  // Reads are started by the other side's reactions too: the end waits until none will be.
  AddHold();
  StartWriteLast(&call_.request_, grpc::WriteOptions());
  StartRead(&call_.answer_);
  StartCall();
}

void ForwardedCall::Answers::OnReadDone(bool ok) {
  if (!ok) return RemoveHold();
  call_.writing_ = true;
  call_.StartWrite(&call_.answer_);
}

void ForwardedCall::Answers::Passed(bool ok) {
  call_.writing_ = false;
  if (!ok) {
    call_.upstream_.TryCancel();
    return RemoveHold();
  }
  call_.last_passed_micros_ = absl::ToUnixMicros(absl::Now());
  StartRead(&call_.answer_);
}

void ForwardedCall::OnWriteDone(bool ok) { answers_->Passed(ok); }

}  // namespace telemachus::gateway
