#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_WRITING_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_WRITING_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/person/sighting.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Records an affiliation of a seat from its first day on, with all that a change of a seat brings,
// inside the caller's transaction. `own` says that the seat's holder records it: their choice to
// state no party keeps others from recording, FAILED_PRECONDITION. INVALID_ARGUMENT if the day lies
// outside the membership, or party or group are not to be had; fields are paths from `affiliation`.
absl::Status WriteAffiliation(sql::Transaction& transaction, const v1::Affiliation& asked, bool own,
                              absl::Time now, SeatSighting& found);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_AFFILIATION_WRITING_H_
