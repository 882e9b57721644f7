#ifndef TELEMACHUS_EVALUATION_REPORT_PUBLISHER_H_
#define TELEMACHUS_EVALUATION_REPORT_PUBLISHER_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "evaluation/report/disclosure_rules.h"
#include "evaluation/report/period_rules.h"
#include "evaluation/report/registry_facts.h"
#include "evaluation/report/release_rules.h"
#include "telemachus/evaluation/v1/report.pb.h"

namespace telemachus::evaluation {

// What the publisher stands on. `catch_up` brings the facts to the producers' present heads.
struct PublisherGround {
  sql::Database& database;
  const time::Clock& clock;
  RegistryFacts& registry;
  std::function<absl::Status(absl::Time deadline)> catch_up;
  DisclosureRule rule;
};

// Publishes reports: those of all scopes for a period at once, on the first request for any of
// them, and the period's parts before it. What is published is stored and never changes. Replicas
// may race: one release is stored, and all return it. Thread-safe.
class Publisher {
 public:
  explicit Publisher(PublisherGround ground) : ground_(std::move(ground)) {}

  // The report of a scope that exists.
  absl::StatusOr<v1::Report> Publish(const std::string& scope, const Period& period,
                                     absl::Time deadline);

 private:
  // Everything that a release is made of, read on one snapshot.
  struct Sources {
    ReleaseCounts counts;
    // By part of the period, the figures of its scopes.
    std::map<std::string, std::map<std::string, Cells>> parts;
    absl::Time as_of;
  };

  absl::StatusOr<std::optional<absl::Time>> Released(const Period& period, absl::Time deadline);
  absl::StatusOr<std::vector<Period>> Parts(const Period& period, absl::Time deadline);
  absl::Status Release(const Period& period, const std::vector<access::Scope>& places,
                       absl::Time deadline);
  absl::StatusOr<Sources> Read(const Period& period, const std::vector<access::Scope>& places,
                               absl::Time deadline);
  absl::Status Store(const Period& period, const Sources& sources, absl::Time deadline);
  absl::StatusOr<v1::Report> Load(const std::string& scope, const Period& period, absl::Time as_of,
                                  absl::Time deadline);

  const PublisherGround ground_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_PUBLISHER_H_
