#ifndef TELEMACHUS_REGISTRY_TERM_ARRIVAL_PLAN_H_
#define TELEMACHUS_REGISTRY_TERM_ARRIVAL_PLAN_H_

#include "registry/election/election_record.h"

namespace telemachus::registry {

// What becomes of somebody who is to arrive, without its digest. Whoever sat before under the same
// key, or has the login, is the same person if they have the same name; then nothing is said anew
// of who they are. The key goes to the new seat: what they held before is history. Names of what is
// new are left empty. Pure.
PlannedRow PlanArrival(const StoredElection& stored, const Newcomer& newcomer);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TERM_ARRIVAL_PLAN_H_
