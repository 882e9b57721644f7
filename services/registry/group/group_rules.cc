#include "registry/group/group_rules.h"

#include <algorithm>
#include <set>

#include "common/status/status.h"

namespace telemachus::registry {
namespace {

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool MayChange(absl::string_view path) {
  const absl::string_view field = path.substr(0, path.find('.'));
  return field == "title" || field == "leader" || field == "leader_email" ||
         field == "leader_telephone" || field == "*";
}

}  // namespace

int PeopleOf(const std::vector<std::string>& members) {
  std::set<std::string> people;
  for (const std::string& member : members)
    people.insert(member.substr(0, member.find("/memberships/")));
  return static_cast<int>(people.size());
}

absl::Status CheckGroup(const v1::PoliticalGroup& group, const std::vector<std::string>& members) {
  status::FieldFaults faults;
  if (group.title().welsh().empty() && group.title().english().empty()) {
    faults.Add("political_group.title", status::v1::REASON_FIELD_REQUIRED,
               "must be there in one language at least");
  }
  if (!group.leader().empty() && !Contains(members, group.leader())) {
    faults.Add("political_group.leader", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "does not belong to the group");
  }
  return faults.ToStatus();
}

absl::StatusOr<v1::PoliticalGroup> GroupChanges(const v1::PoliticalGroup& asked,
                                                const google::protobuf::FieldMask& mask,
                                                const v1::PoliticalGroup& group) {
  for (const std::string& path : mask.paths()) {
    if (MayChange(path)) continue;
    return status::FieldFault(
        "update_mask", status::v1::REASON_FIELD_MASK_INVALID,
        "only title, leader, leader_email and leader_telephone may be changed");
  }
  v1::PoliticalGroup changes = asked;
  changes.set_start_date(group.start_date());
  return changes;
}

absl::Status EndGroup(const std::string& end_date, v1::PoliticalGroup& group) {
  if (!group.end_date().empty()) return status::WrongState(group.name(), "ENDED");
  if (end_date < group.start_date()) {
    return status::FieldFault("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "must not be before the first day");
  }
  group.set_end_date(end_date);
  return absl::OkStatus();
}

v1::PoliticalGroup::State StateOn(const v1::PoliticalGroup& group,
                                  const std::vector<std::string>& members, absl::string_view day) {
  if (absl::string_view(group.start_date()) > day) return v1::PoliticalGroup::STATE_PLANNED;
  if (!group.end_date().empty() && absl::string_view(group.end_date()) < day) {
    return v1::PoliticalGroup::STATE_ENDED;
  }
  return PeopleOf(members) < kFewestInGroup ? v1::PoliticalGroup::STATE_TOO_FEW
                                            : v1::PoliticalGroup::STATE_FORMED;
}

void Show(const std::vector<std::string>& members, bool officer, absl::string_view day,
          v1::PoliticalGroup& group) {
  group.set_state(StateOn(group, members, day));
  if (group.state() != v1::PoliticalGroup::STATE_PLANNED && !Contains(members, group.leader())) {
    group.clear_leader();
    group.clear_leader_email();
    group.clear_leader_telephone();
  }
  if (officer) group.mutable_members()->Assign(members.begin(), members.end());
}

}  // namespace telemachus::registry
