#ifndef TELEMACHUS_GATEWAY_FORWARD_FORWARDED_CALL_H_
#define TELEMACHUS_GATEWAY_FORWARD_FORWARDED_CALL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/serve/record.h"
#include "common/sync/mutex.h"
#include "gateway/forward/forwarder.h"
#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"

namespace telemachus::gateway {

// One call on its way through, from the caller's first byte to the status. Its steps follow each
// other and each ends in one place, Conclude() or Deliver(), so that the caller gets exactly one
// status. It deletes itself when the transport and its alarms are done with it.
//
//   Begin → Admitted → OnReadDone → Forward → (answers) → Conclude
//
// Reactions run on gRPC's threads and never block.
class ForwardedCall final : public grpc::ServerGenericBidiReactor {
 public:
  ForwardedCall(Forwarder& forwarder, grpc::GenericCallbackServerContext& context);

  // Sets the call going. The transport may not know the reactor yet.
  void Begin();

 private:
  // The service's side of a stream of answers.
  class Answers;

  ~ForwardedCall() override;

  bool streaming() const { return route_ != nullptr && route_->streaming; }

  // The transport's reactions.
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void Admitted(const absl::StatusOr<Claims>& claims);
  void Forward();
  void Address();
  // The end of a unary call, or of a stream, as the service says it.
  void Answered(const grpc::Status& status);
  // Ends a call that was not forwarded, or whose service failed.
  void Conclude(const absl::Status& status);

  // Ends the call if its request does not come in time.
  void AwaitRequest();
  // Looks after a stream that lasts: may its caller still have it, does anything pass?
  void Watch();
  void Recheck();
  void Rechecked(const absl::Status& status);
  // Ends a stream from our side: its service is cancelled, the caller told `status`.
  void Break(const absl::Status& status);

  // Runs `then` after a time, unless the call is over by then. One alarm at a time.
  void After(absl::Duration delay, std::function<void()> then);
  Knock MakeKnock();
  // The first value of the caller's metadata, or nothing.
  absl::string_view Metadata(const char* key) const;

  void Hold() { ++holds_; }
  void Release();

  Forwarder& forwarder_;
  grpc::GenericCallbackServerContext& context_;
  // Null if there is no such method.
  const Route* const route_;
  rpc::Record record_;
  // Whether there was room for it.
  bool fits_ = false;
  const bool names_deadline_;
  const absl::Time deadline_;

  Knock knock_;
  Claims claims_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
  grpc::ClientContext upstream_;
  std::unique_ptr<rpc::Record> upstream_record_;
  std::unique_ptr<Answers> answers_;

  // Whoever clears it goes on: the request that came, or the alarm.
  std::atomic<bool> awaits_request_{true};
  // Whether an answer is with the caller's transport, and when the last one was taken.
  std::atomic<bool> writing_{false};
  std::atomic<int64_t> last_passed_micros_{0};
  int rechecks_missed_ = 0;

  // The transport, and each alarm and question under way, hold the call.
  std::atomic<int> holds_{1};
  sync::Mutex mutex_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> verdict_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_FORWARDED_CALL_H_
