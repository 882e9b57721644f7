#ifndef TELEMACHUS_COMMON_REDIS_CLIENT_H_
#define TELEMACHUS_COMMON_REDIS_CLIENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// One way to Redis. Nothing that was promised to anybody depends on it: what is here can be lost.
namespace telemachus::redis {

// What Redis answers.
struct Reply {
  // What an answer is.
  enum class Kind { kNil, kInteger, kText, kArray };
  Kind kind = Kind::kNil;
  int64_t integer = 0;
  std::string text;          // kText, binary safe
  std::vector<Reply> array;  // kArray
};

// Where Redis is.
struct Options {
  // `unix:/path/socket` or `host:port`.
  std::string target;
  // Connections at most.
  int connections = 4;
  // Longest wait for a connection, and for an answer where the caller names no time.
  absl::Duration timeout = absl::Milliseconds(500);
  // Who signs in, where Redis asks for it; an empty user is Redis's default one.
  std::string user = {};
  std::string password = {};
};

// A pool of connections. Thread-safe. Connects lazily and again after a failure, with a growing
// pause, so that a Redis that is down costs little. Each command is measured, and is a client span
// where a span is current: work that belongs to no request (waiting for a stream) starts no trace.
class Client {
 public:
  virtual ~Client() = default;
  // Runs one command. UNAVAILABLE if Redis cannot be reached, does not answer in time (the command
  // may have run) or says that it cannot serve now (loading, read-only, out of memory); INTERNAL
  // with a generic text if it refuses the command. A command that waits in Redis (BLOCK) keeps its
  // connection as long: who waits all the time has a client of its own.
  virtual absl::StatusOr<Reply> Command(const std::vector<std::string>& words,
                                        absl::Duration timeout = absl::ZeroDuration()) = 0;
  // Runs a Lua script as one atomic step, by its digest, loading it where needed.
  virtual absl::StatusOr<Reply> Script(absl::string_view text, const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments) = 0;
  // Sends several commands at once, up to 10,000; their answers in order. If Redis refuses one,
  // its error: the others have run.
  virtual absl::StatusOr<std::vector<Reply>> Pipeline(
      const std::vector<std::vector<std::string>>& commands) = 0;
};

// Never fails for a Redis that is down; INVALID_ARGUMENT if the target is none.
absl::StatusOr<std::unique_ptr<Client>> Open(const Options& options);

}  // namespace telemachus::redis

#endif  // TELEMACHUS_COMMON_REDIS_CLIENT_H_
