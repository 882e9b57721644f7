#ifndef TELEMACHUS_GATEWAY_GATEWAY_H_
#define TELEMACHUS_GATEWAY_GATEWAY_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto/signature.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "gateway/forward/limits.h"
#include "gateway/token/claims.h"
#include "google/protobuf/descriptor.h"

namespace telemachus::gateway {

// What a gateway is started with.
struct Options {
  std::string listen;         // "127.0.0.1:17050"; port 0 picks one
  std::string health_listen;  // a second server that answers grpc.health.v1 alone; empty: none
  // By name, the address of every service that has public methods, and of "registry".
  std::map<std::string, std::string> targets;
  TokenRules token;
  // Path or URL of the issuer's JWKS document.
  std::string jwks;
  // Whether a caller's trace goes on here instead of being linked. For local runs.
  bool trust_traceparent = false;
  Limits limits;
};

// The only door: knows methods by their descriptors and no message.
class Gateway {
 public:
  // Starts serving the public methods of `api`. FAILED_PRECONDITION if one of them has no sensible
  // rule or no address, INVALID_ARGUMENT or NOT_FOUND if the keys' place is none, UNAVAILABLE if an
  // address is taken. An issuer that is away is no obstacle: tokens are refused until its keys
  // came. `clock` outlives the gateway.
  static absl::StatusOr<std::unique_ptr<rpc::Server>> Start(
      const Options& options, const std::vector<const google::protobuf::ServiceDescriptor*>& api,
      crypto::SigningKey key, const time::Clock& clock);
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_GATEWAY_H_
