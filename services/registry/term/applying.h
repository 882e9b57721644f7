#ifndef TELEMACHUS_REGISTRY_TERM_APPLYING_H_
#define TELEMACHUS_REGISTRY_TERM_APPLYING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// Writes into the register what an election changes. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// Carries a planned row out, with all that a change of a seat brings; sets in the row what is new.
// The register is as the row was planned by.
absl::Status CarryOut(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
                      PlannedRow& planned);

// The effect of kTermBeginsTimer: what waits for a seat comes about.
absl::Status BeginTerm(sql::Transaction& transaction, const std::string& membership,
                       absl::Time now);

// The effect of kElectionLeftTimer: an election that was not applied is given up.
absl::Status LeaveElection(sql::Transaction& transaction, const std::string& election,
                           absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TERM_APPLYING_H_
