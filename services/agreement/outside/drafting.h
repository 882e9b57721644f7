#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_DRAFTING_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_DRAFTING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agreement/outside/matching_facts.h"
#include "agreement/outside/registry_facts.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::agreement {

// Drafts an agreement when a match is confirmed, and lets it follow when somebody else becomes
// responsible for that. Thread-safe.
class Drafting {
 public:
  // Longest wait for matching and the registry together: a transaction is open meanwhile.
  static constexpr absl::Duration kFactsTimeout = absl::Seconds(3);

  Drafting(MatchingFacts& matching, RegistryFacts& registry, id::IdSource& ids,
           const time::Clock& clock)
      : matching_(matching), registry_(registry), ids_(ids), clock_(clock) {}

  // Whether the event confirms a match or passes it on.
  static bool Concerns(const event::v1::Event& event);
  // The effect of such an event. A match has one agreement, however often its event comes.
  absl::Status Apply(sql::Transaction& transaction, const event::v1::Event& event);

 private:
  // What matching kept when the request was made. The registry is asked only where matching does
  // not tell: it may know a later version of that day by now.
  absl::StatusOr<registry::v1::Policy> GoverningPolicy(const matching::v1::MatchFacts& facts,
                                                       absl::Time deadline);
  absl::Status Draft(sql::Transaction& transaction, const std::string& match);

  MatchingFacts& matching_;
  RegistryFacts& registry_;
  id::IdSource& ids_;
  const time::Clock& clock_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_DRAFTING_H_
