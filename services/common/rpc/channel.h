#ifndef TELEMACHUS_COMMON_RPC_CHANNEL_H_
#define TELEMACHUS_COMMON_RPC_CHANNEL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/access/assertion.h"
#include "google/protobuf/message.h"

namespace telemachus::rpc {

// Puts the caller's identity on a call: metadata key and value for a method and its bytes.
using Identify = std::function<std::pair<std::string, std::string>(absl::string_view method,
                                                                   absl::string_view request)>;

// Calls to one server. Thread-safe. Every call has a deadline, is a client span and carries the
// trace context; errors come back with the details the server gave.
class Channel {
 public:
  virtual ~Channel() = default;

  // Calls `method` ("/package.Service/Method") and waits. The message types are checked against
  // the descriptor. `deadline` is the caller's; the call is given 20 ms less.
  template <typename Response>
  absl::StatusOr<Response> Unary(absl::string_view method, const google::protobuf::Message& request,
                                 absl::Time deadline) {
    Response response;
    absl::Status status = Unary(method, request, deadline, response);
    if (!status.ok()) return status;
    return response;
  }

  // The same, types erased.
  virtual absl::Status Unary(absl::string_view method, const google::protobuf::Message& request,
                             absl::Time deadline, google::protobuf::Message& response) = 0;

  // Calls a method with a streaming answer; `each` sees every message and ends the call early by
  // an error, which is returned.
  virtual absl::Status Stream(
      absl::string_view method, const google::protobuf::Message& request, absl::Time deadline,
      google::protobuf::Message& response,
      const std::function<absl::Status(const google::protobuf::Message&)>& each) = 0;
};

// Opens a channel to `target` ("127.0.0.1:17051", "dns:///matching:17051"); connects when first
// used. Round robin over all addresses.
std::unique_ptr<Channel> OpenChannel(const std::string& target, Identify identify);

// Calls as a service: signs for `audience` with the service's own key.
Identify AsService(const access::Signer& signer, std::string audience);
// Calls with a bearer token, as an outside client does.
Identify WithToken(std::string token);

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_CHANNEL_H_
