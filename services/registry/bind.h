#ifndef TELEMACHUS_REGISTRY_BIND_H_
#define TELEMACHUS_REGISTRY_BIND_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/service/sealing.h"

namespace telemachus::registry {

// What the registry is started with.
struct Config {
  service::GroundOptions ground;
  // The login of the first staff of the national bodies, who can let everybody else in. Looked at
  // only while the database knows nobody; empty: nobody is added.
  std::string first_staff_issuer;
  std::string first_staff_subject;
  // Keys of the files in which people get their data.
  service::SealingOptions sealing;
  // The other services that hold data on people, which are asked when a person asks. They need not
  // be there when the registry starts.
  std::string matching;
  std::string agreement;
  std::string evaluation;
};

// Makes the registry of everything it consists of.
absl::Status Bind(const Config& config, rpc::Bindings& bindings);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_BIND_H_
