#include "common/rpc/serve/exchange.h"

#include <exception>
#include <utility>

#include "absl/time/clock.h"
#include "common/access/assertion.h"
#include "common/log/log.h"
#include "common/rpc/serve/wire.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::rpc {
namespace {

bool Unbounded(const grpc::CallbackServerContext& context) {
  return context.deadline() == std::chrono::system_clock::time_point::max();
}

// A value of the call's metadata, or nothing.
absl::string_view Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

absl::Status Late() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "The time for the call ran out.");
}

absl::Status TooLarge(const Route& route) {
  log::Error("an answer is larger than the transport takes", {{"method", log::Code(route.path)}});
  return Fault();
}

}  // namespace

Exchange::Exchange(const Route& route, const grpc::CallbackServerContext& context,
                   const grpc::ByteBuffer& request)
    : route_(route),
      unbounded_(Unbounded(context)),
      deadline_(unbounded_ ? absl::Now() + route.default_deadline
                           : absl::FromChrono(context.deadline())),
      request_(Flat(request)),
      assertion_(Metadata(context, access::kAssertionMetadata)),
      record_(Record::Serving(route.path, Metadata(context, kTraceParentMetadata))) {}

void Exchange::Open() {
  self_ = shared_from_this();
  if (!unbounded_) return;
  alarm_.Set(absl::ToChronoTime(deadline_), [weak = weak_from_this()](bool due) {
    const std::shared_ptr<Exchange> self = weak.lock();
    if (due && self != nullptr) self->Expire();
  });
}

void Exchange::Run(const Entry& entry) {
  if (cancelled()) return Conclude(Gone());
  absl::Status status;
  {
    const trace::Scope scope(record_.span().TraceParent());
    status = ServeSafely(entry);
  }
  Conclude(status);
}

void Exchange::Refuse(const absl::Status& status) { Conclude(status); }

void Exchange::Cancel() {
  NoteGone();
  Settle(Gone());
}

absl::Status Exchange::Gone() const {
  if (absl::Now() >= deadline_) return Late();
  return status::Error(absl::StatusCode::kCancelled, status::v1::REASON_CANCELLED,
                       "The call was cancelled.");
}

absl::Status Exchange::ServeSafely(const Entry& entry) {
  try {
    return Serve(entry, Arrival{route_.method, route_.path, View(request_), assertion_, deadline_,
                                [this] { return cancelled(); }});
  } catch (const std::bad_alloc&) {
    log::Error("a call ran out of memory", {{"method", log::Code(route_.path)}});
  } catch (const std::exception&) {
    // What it says may quote a value, and is kept to itself.
    log::Error("a handler threw", {{"method", log::Code(route_.path)}});
  }
  return Fault();
}

void Exchange::Conclude(const absl::Status& status) {
  record_.End(status.code());
  Settle(status);
}

absl::Status UnaryExchange::Serve(const Entry& entry, const Arrival& arrival) {
  ASSIGN_OR_RETURN(const auto answer, entry.Unary(arrival));
  if (answer->ByteSizeLong() > route().answer_bytes) return TooLarge(route());
  answer_ = ToBytes(*answer);
  return absl::OkStatus();
}

void UnaryExchange::Settle(const absl::Status& status) {
  if (finished_.exchange(true)) return;
  if (status.ok()) sent_.Swap(&answer_);
  grpc::ServerUnaryReactor::Finish(ToGrpc(status));
}

void UnaryExchange::Expire() { Settle(Late()); }

absl::Status StreamExchange::Serve(const Entry& entry, const Arrival& arrival) {
  return entry.Stream(arrival, *this);
}

absl::Status StreamExchange::Write(const google::protobuf::Message& message) {
  if (message.ByteSizeLong() > route().answer_bytes) return TooLarge(route());
  grpc::ByteBuffer bytes = ToBytes(message);
  sync::Lock lock(mutex_);
  RETURN_IF_ERROR(AwaitTurn());
  sending_.Swap(&bytes);
  under_way_ = true;
  StartWrite(&sending_);
  return absl::OkStatus();
}

absl::Status StreamExchange::AwaitTurn() {
  while (under_way_ && !cancelled() && !finished_) {
    const absl::Duration left = deadline() - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(mutex_, left);
  }
  if (absl::Now() >= deadline()) {
    // The receiver takes nothing: a message under way would hold the end of the call up for ever.
    if (under_way_ && !finished_) context_.TryCancel();
    return Late();
  }
  if (cancelled() || finished_) return Gone();
  return absl::OkStatus();
}

void StreamExchange::Settle(const absl::Status& status) {
  {
    sync::Lock lock(mutex_);
    if (finished_) return;
    finished_ = true;
    changed_.NotifyAll();
    if (under_way_) {
      ending_ = ToGrpc(status);
      return;
    }
  }
  Finish(ToGrpc(status));
}

void StreamExchange::Expire() {
  {
    sync::Lock lock(mutex_);
    if (under_way_) return context_.TryCancel();
  }
  Settle(Late());
}

void StreamExchange::OnWriteDone(bool sent) {
  std::optional<grpc::Status> ending;
  {
    sync::Lock lock(mutex_);
    under_way_ = false;
    if (!sent) NoteGone();
    ending.swap(ending_);
    changed_.NotifyAll();
  }
  if (ending.has_value()) return Finish(*ending);
  if (!sent) Cancel();
}

void StreamExchange::OnCancel() {
  {
    sync::Lock lock(mutex_);
    NoteGone();
    changed_.NotifyAll();
  }
  Cancel();
}

}  // namespace telemachus::rpc
