#include "tests/unit/gateway/support/raw_backend.h"

#include <cstdlib>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace telemachus::test {

class RawBackend::Call final : public grpc::ServerGenericBidiReactor {
 public:
  Call(RawBackend& backend, grpc::GenericCallbackServerContext& context, Script script)
      : backend_(backend), script_(std::move(script)) {
    for (const auto& [name, value] : script_.trailers) context.AddTrailingMetadata(name, value);
    const std::string bytes(script_.bytes, 'x');
    const grpc::Slice slice(bytes);
    answer_ = grpc::ByteBuffer(&slice, 1);
    StartRead(&request_);
  }

 private:
  void OnReadDone(bool) override { Next(); }
  void OnWriteDone(bool ok) override {
    if (!ok) return End(grpc::Status::CANCELLED);
    backend_.Note([](Seen& seen) { ++seen.written; });
    Next();
  }
  void OnCancel() override {
    backend_.Note([](Seen& seen) {
      ++seen.cancelled;
      seen.cancelled_at = absl::Now();
    });
    cancelled_ = true;
    if (holding_.exchange(false)) End(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

  void Next() {
    if (script_.messages-- > 0) return StartWrite(&answer_);
    if (!script_.hold) return End(script_.status);
    holding_ = true;
    if (cancelled_ && holding_.exchange(false)) End(grpc::Status::CANCELLED);
  }
  void End(const grpc::Status& status) { Finish(status); }

  RawBackend& backend_;
  Script script_;
  std::atomic<bool> holding_{false}, cancelled_{false};
  grpc::ByteBuffer request_, answer_;
};

RawBackend::RawBackend() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(this);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) std::abort();
}

RawBackend::~RawBackend() { Die(); }

std::string RawBackend::target() const { return absl::StrCat("127.0.0.1:", port_); }

void RawBackend::Follow(const Script& script) {
  sync::Lock lock(mutex_);
  script_ = script;
}

Seen RawBackend::seen() const {
  sync::Lock lock(mutex_);
  return seen_;
}

bool RawBackend::Await(const std::function<bool(const Seen&)>& enough,
                       absl::Duration timeout) const {
  const absl::Time end = absl::Now() + timeout;
  sync::Lock lock(mutex_);
  while (!enough(seen_)) {
    if (absl::Now() >= end) return false;
    changed_.WaitFor(mutex_, end - absl::Now());
  }
  return true;
}

void RawBackend::Die() {
  if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now()));
}

grpc::ServerGenericBidiReactor* RawBackend::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  std::multimap<std::string, std::string> metadata;
  for (const auto& [name, value] : context->client_metadata()) {
    metadata.emplace(std::string(name.data(), name.size()),
                     std::string(value.data(), value.size()));
  }
  Note([&](Seen& seen) {
    ++seen.calls;
    seen.metadata = std::move(metadata);
    seen.deadline = absl::FromChrono(context->deadline());
  });
  sync::Lock lock(mutex_);
  return new Call(*this, *context, script_);
}

void RawBackend::Note(const std::function<void(Seen&)>& what) {
  sync::Lock lock(mutex_);
  what(seen_);
  changed_.NotifyAll();
}

}  // namespace telemachus::test
