#ifndef TELEMACHUS_REGISTRY_GROUP_FOUNDING_H_
#define TELEMACHUS_REGISTRY_GROUP_FOUNDING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/group/group_store.h"
#include "telemachus/registry/v1/person.pb.h"

// How a group changes its members when it begins and ends. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// Adds a group and affiliates its founders to it from its first day on. INVALID_ARGUMENT if they
// are fewer than two people, one stands twice or does not sit in the authority on that day, or the
// group is not fit by itself; FAILED_PRECONDITION if one has chosen to state no party. Fields are
// paths from the request.
absl::Status Found(sql::Transaction& transaction, const std::vector<std::string>& founders,
                   absl::Time now, StoredGroup& stored);

// Takes everybody out of a group after its last day; the party of each stays.
absl::Status Disband(sql::Transaction& transaction, const v1::PoliticalGroup& group,
                     absl::Time now);

// Takes the holder of a seat that is held again out of groups that have ended since, in
// `membership` alone: writing it is the caller's.
absl::Status LeaveEnded(sql::Transaction& transaction, v1::Membership& membership);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GROUP_FOUNDING_H_
