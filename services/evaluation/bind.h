#ifndef TELEMACHUS_EVALUATION_BIND_H_
#define TELEMACHUS_EVALUATION_BIND_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/sql/database.h"
#include "evaluation/report/disclosure_rules.h"

namespace telemachus::evaluation {

// What evaluation is made of.
struct Config {
  service::GroundOptions ground;
  std::string registry;  // targets of those whose events are counted
  std::string matching;
  std::string agreement;
  sql::Options key_database;    // wrapped keys, apart from the text they open
  std::string master_key_file;  // under which they are wrapped
  DisclosureRule disclosure;    // never laxer than the floor
};

// Makes evaluation: the only place that constructs its parts.
absl::Status Bind(const Config& config, rpc::Bindings& bindings);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_BIND_H_
