#ifndef TELEMACHUS_MATCHING_PASSING_PASSING_H_
#define TELEMACHUS_MATCHING_PASSING_PASSING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "matching/match/match_store.h"
#include "matching/registry_facts.h"
#include "matching/request/request_record.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::matching {

// Passes requests and matches on with their mentees when an authority is not responsible for these
// any more. What was agreed, the policy that governs and the geography of the day stay; who looks
// after it changes. Thread-safe.
class Passing {
 public:
  // Longest wait for the registry: a transaction is open meanwhile.
  static constexpr absl::Duration kFactsTimeout = absl::Seconds(3);

  Passing(RegistryFacts& facts, const time::Clock& clock) : facts_(facts), clock_(clock) {}

  // Whether the event says that members pass on.
  static bool Concerns(const event::v1::Event& event);
  // Its effect: whoever is responsible for a mentee's seat now is for their requests and matches.
  absl::Status Apply(sql::Transaction& transaction, const event::v1::Event& event);

 private:
  absl::Status PassOn(sql::Transaction& transaction, const std::vector<StoredRequest>& requests);
  absl::Status PassOn(sql::Transaction& transaction, const StoredRequest& stored,
                      const registry::v1::PersonFacts& mentee);

  RegistryFacts& facts_;
  const time::Clock& clock_;
};

// Tells agreement who is responsible for a confirmed match, where that has passed on.
absl::Status TellOfPassing(sql::Transaction& transaction, const StoredMatch& match, absl::Time now);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_PASSING_PASSING_H_
