#ifndef TELEMACHUS_EVALUATION_BIND_H_
#define TELEMACHUS_EVALUATION_BIND_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/service/sealing.h"
#include "evaluation/report/disclosure_rules.h"

namespace telemachus::evaluation {

// What evaluation is made of.
struct Config {
  service::GroundOptions ground;
  std::string registry;  // targets of those whose events are counted
  std::string matching;
  std::string agreement;
  service::SealingOptions sealing;
  DisclosureRule disclosure;  // never laxer than the floor
};

// Makes evaluation: the only place that constructs its parts.
absl::Status Bind(const Config& config, rpc::Bindings& bindings);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_BIND_H_
