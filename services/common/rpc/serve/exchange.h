#ifndef TELEMACHUS_COMMON_RPC_SERVE_EXCHANGE_H_
#define TELEMACHUS_COMMON_RPC_SERVE_EXCHANGE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/methods.h"
#include "common/rpc/serve/entry.h"
#include "common/rpc/serve/record.h"
#include "common/sync/mutex.h"
#include "grpcpp/alarm.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace telemachus::rpc {

// What is the same for all calls of one method.
struct Route {
  const Method& method;
  // The full method, `/package.Service/Method`.
  const std::string path;
  const absl::Duration default_deadline;
  // Largest answer, in bytes.
  const size_t answer_bytes;
};

// One call under way: the transport's side of it. It is over for the caller as soon as an answer,
// a cancellation or the deadline comes, whichever is first; the work behind it may take longer and
// keeps the exchange alive meanwhile. Thread-safe.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  // `route` outlives the exchange.
  Exchange(const Route& route, const grpc::CallbackServerContext& context,
           const grpc::ByteBuffer& request);
  virtual ~Exchange() = default;

  absl::Time deadline() const { return deadline_; }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  // Begins: keeps itself until the transport is done with it, and watches the deadline where the
  // caller does not. Called once, by the transport.
  void Open();
  // Does the work and answers. Called once, on a thread that may block, unless Refuse() is.
  void Run(const Entry& entry);
  // Answers with an error instead.
  void Refuse(const absl::Status& status);

 protected:
  // Runs the handler and makes the answer.
  virtual absl::Status Serve(const Entry& entry, const Arrival& arrival) = 0;
  // Ends the call for the caller; only the first time counts.
  virtual void Settle(const absl::Status& status) = 0;
  // The deadline of a caller who named none has come.
  virtual void Expire() = 0;

  // The transport saw the caller go: the handler sees it from now on.
  void NoteGone() { cancelled_.store(true, std::memory_order_relaxed); }
  // The same, and ends the call.
  void Cancel();
  // The transport is done with the call.
  void Close() { self_.reset(); }
  const Route& route() const { return route_; }
  // Why nobody waits any more: the deadline, or a cancellation.
  absl::Status Gone() const;

 private:
  absl::Status ServeSafely(const Entry& entry);
  // Records how the call ended, then ends it.
  void Conclude(const absl::Status& status);

  const Route& route_;
  // The caller named no deadline.
  const bool unbounded_;
  const absl::Time deadline_;
  const grpc::Slice request_;
  const std::string assertion_;
  Record record_;
  std::atomic<bool> cancelled_{false};
  grpc::Alarm alarm_;
  std::shared_ptr<Exchange> self_;
};

// A call with one answer.
class UnaryExchange final : public Exchange, public grpc::ServerUnaryReactor {
 public:
  // `answer` is the transport's until Settle().
  UnaryExchange(const Route& route, const grpc::CallbackServerContext& context,
                const grpc::ByteBuffer& request, grpc::ByteBuffer& answer)
      : Exchange(route, context, request), sent_(answer) {}

 private:
  absl::Status Serve(const Entry& entry, const Arrival& arrival) override;
  void Settle(const absl::Status& status) override;
  void Expire() override;
  void OnCancel() override { Cancel(); }
  void OnDone() override { Close(); }
  // Both are quick and take no lock, so they need no thread of the transport's to themselves.
  bool InternalInlineable() override { return true; }

  grpc::ByteBuffer& sent_;
  grpc::ByteBuffer answer_;
  std::atomic<bool> finished_{false};
};

// A call with a streaming answer: one message is under way at a time.
class StreamExchange final : public Exchange,
                             public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                             private Sink {
 public:
  StreamExchange(const Route& route, grpc::CallbackServerContext& context,
                 const grpc::ByteBuffer& request)
      : Exchange(route, context, request), context_(context) {}

 private:
  absl::Status Serve(const Entry& entry, const Arrival& arrival) override;
  absl::Status Write(const google::protobuf::Message& message) override;
  void Settle(const absl::Status& status) override;
  void Expire() override;
  void OnWriteDone(bool sent) override;
  void OnCancel() override;
  void OnDone() override { Close(); }
  // Waits until nothing is under way; CANCELLED or DEADLINE_EXCEEDED if that is of no use.
  absl::Status AwaitTurn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // Valid until the transport is done with the call, so only before `finished_`.
  grpc::CallbackServerContext& context_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  grpc::ByteBuffer sending_ ABSL_GUARDED_BY(mutex_);
  bool under_way_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  // The status that waits for the message under way.
  std::optional<grpc::Status> ending_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_EXCHANGE_H_
