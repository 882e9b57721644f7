#ifndef TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_
#define TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/mentor/mentor_record.h"

// What leaving office and the passage of time make of a mentor. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Asks and tells the mentor behind a person what is due by now, as events, and sets the timers for
// what comes: the next day on which services must learn of the mentor anew, and the next notice.
// Called after every change of a person; for who is no mentor there is nothing to do. Being called
// once more changes nothing.
absl::Status FollowTenure(sql::Transaction& transaction, const std::string& person, absl::Time now);

// What the mentor was told so far; dates are empty where they were told nothing.
absl::StatusOr<Farewell> LoadFarewell(sql::Transaction& transaction, const std::string& mentor);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_
