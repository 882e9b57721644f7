#include "registry/group/founding.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/group/group_rules.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/membership/affiliation_writing.h"
#include "registry/membership/seat_change.h"
#include "registry/person/membership_store.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

// Whether the seat was taken in the authority, or has passed to it by the day.
bool SitsIn(const std::string& authority, const StoredMembership& seat, const std::string& day) {
  return seat.membership.authority() == authority || seat.PlaceOn(day).authority == authority;
}

absl::Status CheckFounders(sql::Transaction& transaction, const std::vector<std::string>& founders,
                           const v1::PoliticalGroup& group) {
  status::FieldFaults faults;
  std::set<std::string> seen;
  for (size_t i = 0; i < founders.size(); ++i) {
    const std::string field = absl::StrCat("founders[", i, "]");
    if (!seen.insert(founders[i]).second) {
      faults.Add(field, status::v1::REASON_FIELD_REPEATED, "stands in the list already");
      continue;
    }
    const auto found = LoadSeat(transaction, founders[i]);
    if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
    if (!found.ok() || !SitsIn(AuthorityOfGroup(group.name()), found->seat(), group.start_date()) ||
        !IsPresent(found->seat().membership, group.start_date())) {
      faults.Add(field, status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                 "is no seat held in the authority on the first day");
    }
  }
  if (faults.empty() && PeopleOf(founders) < kFewestInGroup) {
    faults.Add("founders", status::v1::REASON_FIELD_OUT_OF_RANGE, "must be two people at least");
  }
  return faults.ToStatus();
}

}  // namespace

absl::Status Found(sql::Transaction& transaction, const std::vector<std::string>& founders,
                   absl::Time now, StoredGroup& stored) {
  v1::PoliticalGroup& group = stored.group;
  RETURN_IF_ERROR(CheckFounders(transaction, founders, group));
  RETURN_IF_ERROR(CheckGroup(group, founders));
  RETURN_IF_ERROR(InsertGroup(transaction, stored));
  for (const std::string& founder : founders) {
    ASSIGN_OR_RETURN(SeatSighting found, LoadSeat(transaction, founder));
    v1::Affiliation joins = AffiliationOn(found.seat().membership, group.start_date());
    joins.set_political_group(group.name());
    joins.set_start_date(group.start_date());
    joins.clear_end_date();
    RETURN_IF_ERROR(WriteAffiliation(transaction, joins, /*own=*/false, now, found));
  }
  return absl::OkStatus();
}

absl::Status Disband(sql::Transaction& transaction, const v1::PoliticalGroup& group,
                     absl::Time now) {
  ASSIGN_OR_RETURN(const auto members,
                   AffiliatedAfter(transaction, group.name(), group.end_date()));
  for (const std::string& member : members) {
    ASSIGN_OR_RETURN(SeatSighting found, LoadSeat(transaction, member));
    v1::Membership& seat = found.seat().membership;
    if (!LeaveGroup(group.name(), group.end_date(), seat)) continue;
    RETURN_IF_ERROR(SaveAffiliations(transaction, seat));
    RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
  }
  return absl::OkStatus();
}

absl::Status LeaveEnded(sql::Transaction& transaction, v1::Membership& membership) {
  std::set<std::string> groups;
  for (const v1::Affiliation& held : membership.affiliations()) {
    if (!held.political_group().empty()) groups.insert(held.political_group());
  }
  for (const std::string& name : groups) {
    ASSIGN_OR_RETURN(const StoredGroup stored, LoadGroup(transaction, name));
    if (!stored.group.end_date().empty()) LeaveGroup(name, stored.group.end_date(), membership);
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
