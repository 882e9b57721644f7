#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SETTLING_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SETTLING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/means.h"

// How what follows from ends and decisions comes about. Runs inside the caller's transaction.
namespace telemachus::registry {

// Writes down what follows from all ends, successors and decisions as they are now: who is
// responsible when, and what came after what. Tells of what passes by that today, and sets a timer
// for each day on which something is to pass. Does nothing where everything is written down.
absl::Status Settle(sql::Transaction& transaction, absl::Time now);

// The effect of kMembersPassTimer: tells of those who pass on that day.
absl::Status PassMembers(sql::Transaction& transaction, const std::string& subject, absl::Time now);

// Settles, on start, a database that knows of ends from before this was written down.
absl::Status SettleOnStart(const Means& means);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SETTLING_H_
