#ifndef TELEMACHUS_AGREEMENT_VERSION_DRAFTING_H_
#define TELEMACHUS_AGREEMENT_VERSION_DRAFTING_H_

#include <string>

#include "absl/status/status.h"
#include "agreement/facts/matching_facts.h"
#include "agreement/facts/registry_facts.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::agreement {

// Drafts an agreement when a match is confirmed. Thread-safe.
class Drafting {
 public:
  // Longest wait for matching and the registry together: a transaction is open meanwhile.
  static constexpr absl::Duration kFactsTimeout = absl::Seconds(3);

  Drafting(MatchingFacts& matching, RegistryFacts& registry, id::IdSource& ids,
           const time::Clock& clock)
      : matching_(matching), registry_(registry), ids_(ids), clock_(clock) {}

  // The effect of matching's events; all but `matching.match.confirmed` pass by. A match has one
  // agreement, however often its event comes.
  absl::Status Apply(sql::Transaction& transaction, const event::v1::Event& event);

 private:
  absl::Status Draft(sql::Transaction& transaction, const std::string& match);

  MatchingFacts& matching_;
  RegistryFacts& registry_;
  id::IdSource& ids_;
  const time::Clock& clock_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_VERSION_DRAFTING_H_
