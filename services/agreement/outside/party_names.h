#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_PARTY_NAMES_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_PARTY_NAMES_H_

#include <vector>

#include "absl/time/time.h"
#include "agreement/outside/registry_facts.h"
#include "telemachus/agreement/v1/agreement.pb.h"

namespace telemachus::agreement {

// Longest wait for names.
inline constexpr absl::Duration kNamesTimeout = absl::Seconds(1);

// Fills the names of all parties as the registry knows them now. Names stay empty where it does not
// answer in time: no reading and no change of an agreement waits for that.
void FillNames(RegistryFacts& registry, absl::Time deadline,
               const std::vector<v1::Agreement*>& agreements);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_PARTY_NAMES_H_
