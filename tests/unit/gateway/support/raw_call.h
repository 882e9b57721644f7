#ifndef TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_CALL_H_
#define TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_CALL_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/client_callback.h"

namespace telemachus::test {

// How a RawCall is made.
struct RawCallOptions {
  std::string method;
  std::multimap<std::string, std::string> metadata;
  // Unset: the call has none.
  std::optional<absl::Duration> timeout;
  // Unset: no request is sent, and the call is left open for one.
  std::optional<std::string> request = "";
};

// A call as a client without any of our code makes it, one read at a time. Not for a thread alone
// but for its owner's; outlives the call's end.
class RawCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  RawCall(Stub& stub, const RawCallOptions& options) {
    for (const auto& [name, value] : options.metadata) context_.AddMetadata(name, value);
    if (options.timeout) {
      context_.set_deadline(absl::ToChronoTime(absl::Now() + *options.timeout));
    }
    stub.PrepareBidiStreamingCall(&context_, options.method, {}, this);
    AddHold();
    if (options.request) {
      const grpc::Slice slice(*options.request);
      request_ = grpc::ByteBuffer(&slice, 1);
      StartWriteLast(&request_, grpc::WriteOptions());
    }
    StartCall();
  }
  ~RawCall() override {
    Cancel();
    Finish();
  }

  // The size of the next message; nothing at the end.
  std::optional<size_t> Read() {
    {
      sync::Lock lock(mutex_);
      read_.reset();
    }
    StartRead(&message_);
    sync::Lock lock(mutex_);
    while (!read_.has_value()) changed_.Wait(mutex_);
    if (!*read_) return std::nullopt;
    return message_.Length();
  }
  // Reads what there still is, and waits for the end.
  grpc::Status Finish() {
    if (!std::exchange(finishing_, true)) {
      while (Read().has_value()) continue;
      RemoveHold();
    }
    sync::Lock lock(mutex_);
    while (!status_.has_value()) changed_.Wait(mutex_);
    return *status_;
  }
  void Cancel() { context_.TryCancel(); }
  // After the end: the trailing metadata of this name, or "".
  std::string Trailer(const std::string& name) const {
    const auto found = context_.GetServerTrailingMetadata().find(name);
    if (found == context_.GetServerTrailingMetadata().end()) return "";
    return std::string(found->second.data(), found->second.size());
  }

 private:
  void OnReadDone(bool ok) override {
    sync::Lock lock(mutex_);
    read_ = ok;
    changed_.NotifyAll();
  }
  void OnDone(const grpc::Status& status) override {
    sync::Lock lock(mutex_);
    status_ = status;
    changed_.NotifyAll();
  }

  grpc::ClientContext context_;
  grpc::ByteBuffer request_, message_;
  bool finishing_ = false;
  sync::Mutex mutex_;
  sync::Condition changed_;
  std::optional<bool> read_ ABSL_GUARDED_BY(mutex_);
  std::optional<grpc::Status> status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_CALL_H_
