#ifndef TELEMACHUS_COMMON_REDIS_CONNECTION_H_
#define TELEMACHUS_COMMON_REDIS_CONNECTION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/redis/client.h"

struct redisContext;

namespace telemachus::redis {

// A command and its arguments, binary safe.
using Words = std::vector<std::string>;

// Where to connect to: a socket, or a host and a port.
struct Address {
  std::string socket;
  std::string host;
  int port = 0;
};

// Reads `unix:/path` or `host:port`; INVALID_ARGUMENT for anything else.
absl::StatusOr<Address> ParseTarget(absl::string_view target);

// What one command was answered: a reply, or the code of a refusal ("NOSCRIPT").
struct Answer {
  Reply reply;
  std::string refusal;
};

// One connection, used by one thread at a time. Nothing waits past its deadline.
class Connection {
 public:
  // UNAVAILABLE if nobody accepts, DEADLINE_EXCEEDED if not in time.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address,
                                                          absl::Time deadline);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends all commands and reads as many answers. After UNAVAILABLE or DEADLINE_EXCEEDED the
  // connection is of no more use.
  absl::StatusOr<std::vector<Answer>> Run(const std::vector<Words>& commands, absl::Time deadline);
  // Whether Redis has left, or has said something that nobody asked for, since the last answer.
  bool Stale() const;

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  explicit Connection(redisContext* context) : context_(context) {}
  // Waits until the socket is ready for `events` (see poll).
  absl::Status Wait(int16_t events, absl::Time deadline) const;
  absl::Status Send(absl::string_view bytes, absl::Time deadline);
  absl::StatusOr<Answer> Receive(absl::Time deadline);

  const std::unique_ptr<redisContext, Free> context_;
};

}  // namespace telemachus::redis

#endif  // TELEMACHUS_COMMON_REDIS_CONNECTION_H_
