#ifndef TELEMACHUS_REGISTRY_GROUP_GROUP_RULES_H_
#define TELEMACHUS_REGISTRY_GROUP_GROUP_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "telemachus/registry/v1/group.pb.h"

// What a political group is, and what is shown of it. Pure. Days are YYYY-MM-DD, members are names
// of memberships.
namespace telemachus::registry {

// Fewer people than this are no group.
inline constexpr int kFewestInGroup = 2;

// How many people hold these seats.
int PeopleOf(const std::vector<std::string>& members);

// Whether the group is one by itself: a title in one language at least, and a leader, if there is
// one, who is among its members. INVALID_ARGUMENT otherwise; fields are paths from
// `political_group`.
absl::Status CheckGroup(const v1::PoliticalGroup& group, const std::vector<std::string>& members);

// What may be taken over of the changes asked for to a group: title, leader and the leader's
// contact. INVALID_ARGUMENT, REASON_FIELD_MASK_INVALID if the mask names anything else.
absl::StatusOr<v1::PoliticalGroup> GroupChanges(const v1::PoliticalGroup& asked,
                                                const google::protobuf::FieldMask& mask,
                                                const v1::PoliticalGroup& group);

// Records the end. FAILED_PRECONDITION if one is recorded, INVALID_ARGUMENT if it lies before the
// beginning.
absl::Status EndGroup(const std::string& end_date, v1::PoliticalGroup& group);

// Where a group with these members stands on a day.
v1::PoliticalGroup::State StateOn(const v1::PoliticalGroup& group,
                                  const std::vector<std::string>& members, absl::string_view day);

// As it is read on a day: a leader who is no longer among the members is not shown, and members to
// officers alone.
void Show(const std::vector<std::string>& members, bool officer, absl::string_view day,
          v1::PoliticalGroup& group);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GROUP_GROUP_RULES_H_
