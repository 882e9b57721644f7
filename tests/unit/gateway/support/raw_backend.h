#ifndef TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_BACKEND_H_
#define TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_BACKEND_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"
#include "grpcpp/support/status.h"

namespace telemachus::test {

// What a RawBackend does with each call.
struct Script {
  int messages = 0;          // sent after the request came
  size_t bytes = 16;         // in each
  bool hold = false;         // then nothing, until it is cancelled
  grpc::Status status = {};  // then this, with the trailers
  std::multimap<std::string, std::string> trailers = {};
};

// What a RawBackend saw so far.
struct Seen {
  int calls = 0, written = 0, cancelled = 0;
  // Of the last call.
  std::multimap<std::string, std::string> metadata;
  absl::Time deadline;
  absl::Time cancelled_at;
};

// A server that knows no method and needs no thread for a call, so that thousands can be idle.
class RawBackend final : public grpc::CallbackGenericService {
 public:
  RawBackend();
  ~RawBackend() override;

  std::string target() const;
  void Follow(const Script& script);
  Seen seen() const;
  // Waits until `enough` says that it saw what a test waits for; false if that takes too long.
  bool Await(const std::function<bool(const Seen&)>& enough,
             absl::Duration timeout = absl::Seconds(20)) const;
  // Ends at once, calls and all.
  void Die();

 private:
  class Call;
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;
  void Note(const std::function<void(Seen&)>& what);

  mutable sync::Mutex mutex_;
  mutable sync::Condition changed_;
  Script script_ ABSL_GUARDED_BY(mutex_);
  Seen seen_ ABSL_GUARDED_BY(mutex_);
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_RAW_BACKEND_H_
