#ifndef TELEMACHUS_REGISTRY_TRANSFER_ABSENT_MEMBERS_H_
#define TELEMACHUS_REGISTRY_TRANSFER_ABSENT_MEMBERS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/person.pb.h"

// Members who sit and whom a full list leaves out. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// One of them.
struct AbsentMember {
  std::string membership;
  std::string person;
  std::string council_key;
  v1::Person said;  // of them, by the last list
};

// Those who sit in the authority beyond `day` (YYYY-MM-DD) and have none of the keys, by their
// keys.
absl::StatusOr<std::vector<AbsentMember>> FindAbsent(sql::Transaction& transaction,
                                                     const std::string& authority,
                                                     const std::string& day,
                                                     const std::set<std::string>& keys);

// Marks one as having left, with their roles, on the day; tells of the person.
absl::Status Leave(sql::Transaction& transaction, const AbsentMember& member,
                   const std::string& day, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_ABSENT_MEMBERS_H_
