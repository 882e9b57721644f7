#ifndef TELEMACHUS_GATEWAY_FORWARD_ANSWERS_H_
#define TELEMACHUS_GATEWAY_FORWARD_ANSWERS_H_

#include "gateway/forward/forwarded_call.h"
#include "grpcpp/support/client_callback.h"

namespace telemachus::gateway {

// A stream of answers on its way to the caller, one at a time: the next is not read from the
// service before the caller's transport has taken this one, so a slow reader slows the service
// down and fills no memory here.
class ForwardedCall::Answers final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Answers(ForwardedCall& call) : call_(call) {}

  // Sends the request and begins to read.
  void Begin(Forwarder::Stub& stub);
  // The caller's transport took the answer, or never will.
  void Passed(bool ok);

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override { call_.Answered(status); }

  ForwardedCall& call_;
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_ANSWERS_H_
