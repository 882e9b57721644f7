#ifndef TELEMACHUS_AGREEMENT_BIND_H_
#define TELEMACHUS_AGREEMENT_BIND_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/service/sealing.h"

namespace telemachus::agreement {

// What the service is given to start with.
struct Config {
  service::GroundOptions ground;
  // Where the registry and matching are served.
  std::string registry;
  std::string matching;
  service::SealingOptions sealing;
};

// Makes the service and registers everything it serves. INVALID_ARGUMENT, UNAVAILABLE or NOT_FOUND
// saying what is missing.
absl::Status Bind(const Config& config, rpc::Bindings& bindings);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_BIND_H_
