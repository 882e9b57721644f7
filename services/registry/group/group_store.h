#ifndef TELEMACHUS_REGISTRY_GROUP_GROUP_STORE_H_
#define TELEMACHUS_REGISTRY_GROUP_GROUP_STORE_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/group.pb.h"

// Where political groups are kept. Who belongs to one stands with the memberships. All functions
// run inside the caller's transaction.
namespace telemachus::registry {

// A group as kept: without `state` and `members`.
struct StoredGroup {
  v1::PoliticalGroup group;
  int64_t version = 0;
};

// One by name, or NOT_FOUND (bare).
absl::StatusOr<StoredGroup> LoadGroup(sql::Transaction& transaction, const std::string& name);

// Which groups a list is about.
struct GroupFilter {
  std::string authority;
  // Only those that have not ended before this day (YYYY-MM-DD); empty: ended ones too.
  std::string living_on;
};
// Groups after a position, in the order of their beginning. `PositionOf` makes positions.
absl::StatusOr<std::vector<StoredGroup>> ListGroups(sql::Transaction& transaction,
                                                    const GroupFilter& filter,
                                                    const std::string& after, int limit);
std::string PositionOf(const v1::PoliticalGroup& group);

// Adds a group under its name. Sets version and etag.
absl::Status InsertGroup(sql::Transaction& transaction, StoredGroup& stored);

// Writes a group read before; ABORTED if it has changed since. Sets version and etag.
absl::Status SaveGroup(sql::Transaction& transaction, StoredGroup& stored);

// All that the authorities ever had in which a person, `people/{person}`, sits or sat, or to which
// their seats passed.
absl::StatusOr<std::vector<StoredGroup>> GroupsAround(sql::Transaction& transaction,
                                                      const std::string& person);

// The memberships affiliated on a day (YYYY-MM-DD) to some groups, by group, each group's by name.
absl::StatusOr<std::unordered_map<std::string, std::vector<std::string>>> AffiliatedOn(
    sql::Transaction& transaction, const std::vector<std::string>& groups, const std::string& day);
// Those affiliated to one group for any time after a day.
absl::StatusOr<std::vector<std::string>> AffiliatedAfter(sql::Transaction& transaction,
                                                         const std::string& group,
                                                         const std::string& day);

// `authorities/{authority}` of a group's name.
std::string AuthorityOfGroup(absl::string_view name);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GROUP_GROUP_STORE_H_
