#ifndef TELEMACHUS_COMMON_RPC_SERVER_H_
#define TELEMACHUS_COMMON_RPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/assertion.h"
#include "common/access/directory.h"
#include "common/config/defaults.h"
#include "common/rpc/methods.h"
#include "common/time/clock.h"

namespace telemachus::rpc {

// What a server is made of: filled by a service's Bind, used by Server. Owned objects die in
// reverse order of their making.
class Bindings {
 public:
  Bindings() = default;
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;
  ~Bindings();

  // Makes an object that lives as long as the bindings.
  template <typename T, typename... Arguments>
  T& Make(Arguments&&... arguments) {
    return Own(std::make_unique<T>(std::forward<Arguments>(arguments)...));
  }
  // Takes over an object.
  template <typename T>
  T& Own(std::unique_ptr<T> object) {
    T& reference = *object;
    owned_.emplace_back(object.release(), [](void* pointer) { delete static_cast<T*>(pointer); });
    return reference;
  }

  // The methods served.
  Methods& methods() { return methods_; }
  // How user assertions become callers, and who may assert. Both must be set.
  void Admit(const access::Verifier& verifier, access::Directory& directory) {
    verifier_ = &verifier;
    directory_ = &directory;
  }
  // Run when the server is about to serve, in order, and once its calls have ended, in reverse:
  // relays, consumers, timers. If a start fails, only those before it are stopped.
  void OnServe(std::function<absl::Status()> start, std::function<void()> stop) {
    loops_.push_back({std::move(start), std::move(stop)});
  }
  // Asked for readiness, once a second: OK if calls can be served now. May block for a while.
  void ReadyWhen(std::function<absl::Status()> check) { ready_.push_back(std::move(check)); }

 private:
  friend class RunningServer;
  struct Loop {
    std::function<absl::Status()> start;
    std::function<void()> stop;
  };
  std::vector<std::unique_ptr<void, void (*)(void*)>> owned_;
  Methods methods_;
  const access::Verifier* verifier_ = nullptr;
  access::Directory* directory_ = nullptr;
  std::vector<Loop> loops_;
  std::vector<std::function<absl::Status()>> ready_;
};

// Limits of a server, in one place.
struct Limits {
  int threads = config::kThreads;                       // of the executor
  size_t queue = 1024;                                  // calls waiting for a thread
  size_t message_bytes = 4 << 20;                       // largest request and answer
  absl::Duration default_deadline = absl::Seconds(10);  // where the caller names none
  absl::Duration drain = absl::Seconds(10);             // how long calls may finish at the end
  // After so long a connection is asked to be made anew, so that new replicas get their share.
  absl::Duration connection_age = absl::Minutes(10);
};

// What one server is and where it listens.
struct ServerOptions {
  std::string service;        // "matching"
  std::string listen;         // "127.0.0.1:17052"; port 0 picks one
  std::string health_listen;  // a second server that answers grpc.health.v1 alone; empty: none
  Limits limits;
};

// A running server. Requests come in as bytes, which is what an assertion speaks of. One entry for
// every call. The order inside it: decode the method, verify the assertion, resolve the caller,
// admit by rule, check the fields, run the handler on the executor within the deadline, see that
// its relation was proved, map the status, record span and metrics.
class Server {
 public:
  // Starts loops and serving; FAILED_PRECONDITION if the methods are not complete, UNAVAILABLE if
  // the address is taken. `bindings` and `clock` outlive the server; `clock` tells when a long
  // stream is to be admitted again, while deadlines are of the machine's clock.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       Bindings& bindings,
                                                       const time::Clock& clock);
  virtual ~Server() = default;
  // The port in use.
  virtual int port() const = 0;
  virtual int health_port() const = 0;
  // Says NOT_SERVING, lets calls finish within the drain time, stops the loops. Idempotent. Calls
  // that do not finish are cancelled, and it returns whether their handlers do or not; the
  // destructor waits for these.
  virtual void Stop() = 0;
  // How many handlers run though their calls have ended; of interest after Stop().
  virtual int abandoned() const = 0;
};

// The whole life of a serving process: logs, traces and metrics as the common flags say, start,
// serve, wait for SIGTERM or SIGINT, stop. Returns the exit code; says on standard error why it
// could not start.
int RunServer(const std::string& name,
              const std::function<absl::StatusOr<std::unique_ptr<Server>>()>& start);

// The whole life of a service's process: logs, traces and metrics as the common flags say, Bind,
// serve, wait for SIGTERM or SIGINT, drain. Returns the exit code; says on standard error why it
// could not start.
int Run(const std::string& service, const std::function<absl::Status(Bindings&)>& bind);

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVER_H_
