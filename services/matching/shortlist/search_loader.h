#ifndef TELEMACHUS_MATCHING_SHORTLIST_SEARCH_LOADER_H_
#define TELEMACHUS_MATCHING_SHORTLIST_SEARCH_LOADER_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "matching/registry_facts.h"
#include "matching/request/request_store.h"
#include "matching/shortlist/eligibility_rules.h"

namespace telemachus::matching {

// Gathers what decides about mentors for a request: the mentee as the registry knows them now, the
// request's policy and reach, who brokers it, with whom a pair ended. Thread-safe.
class SearchLoader {
 public:
  SearchLoader(RegistryFacts& facts, const time::Clock& clock) : facts_(facts), clock_(clock) {}
  // Asks the registry, so outside of a transaction. `ended_with` are people with whom the mentee
  // had a pair that ended.
  absl::StatusOr<Search> Load(const StoredRequest& stored, std::set<std::string> ended_with,
                              absl::Time deadline) const;

 private:
  RegistryFacts& facts_;
  const time::Clock& clock_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_SEARCH_LOADER_H_
