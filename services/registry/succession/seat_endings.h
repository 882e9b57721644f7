#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SEAT_ENDINGS_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SEAT_ENDINGS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/succession/succession_checks.h"
#include "telemachus/registry/v1/authority.pb.h"

// How seats end with their authority, and are given back where it did not end like that. All
// functions run inside the caller's transaction.
namespace telemachus::registry {

// Makes the seats of an authority follow what is recorded of its end now, where it was recorded
// otherwise `before`: they end with it where nothing comes after it, and those that had ended so
// are held again where something does, where it ends on another day, or not at all. A seat of which
// anything else was recorded since stays as it is. Tells of the people; returns how many seats were
// given back.
absl::StatusOr<int64_t> FollowEnd(sql::Transaction& transaction, const v1::Authority& before,
                                  const v1::Authority& after, absl::Time now);

// What has been built on the end of an authority since.
absl::StatusOr<BuiltOnEnd> LoadBuiltOn(sql::Transaction& transaction,
                                       const v1::Authority& authority);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SEAT_ENDINGS_H_
