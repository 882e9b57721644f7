#ifndef TELEMACHUS_MATCHING_BIND_H_
#define TELEMACHUS_MATCHING_BIND_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/service/sealing.h"

namespace telemachus::matching {

// What matching is made of.
struct Config {
  service::GroundOptions ground;
  std::string registry;  // target of the registry
  std::string agreement;
  service::SealingOptions sealing;
};

// Makes matching: the only place that constructs its parts.
absl::Status Bind(const Config& config, rpc::Bindings& bindings);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_BIND_H_
