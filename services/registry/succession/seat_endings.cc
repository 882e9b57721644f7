#include "registry/succession/seat_endings.h"

#include <vector>

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/group/founding.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/seat_change.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"

namespace telemachus::registry {
namespace {

// Whether nothing comes after it, so that its seats end.
bool Closes(const v1::Authority& authority) {
  return !authority.end_date().empty() && authority.successors().empty();
}

// The seats that ended with the authority, on its last day or, of who was to sit only later, on
// their first.
absl::StatusOr<std::vector<sql::Row>> EndedWith(sql::Transaction& transaction,
                                                const v1::Authority& authority) {
  return transaction.Query(
      "SELECT id FROM memberships WHERE authority = :authority AND person <> '' AND leaving = "
      ":ended AND (end_date = :end OR (start_date > :end AND end_date = start_date)) ORDER BY id",
      {{"authority", authority.name()},
       {"ended", int{v1::Membership::LEAVING_AUTHORITY_ENDED}},
       {"end", authority.end_date()}});
}

absl::Status GiveBack(sql::Transaction& transaction, const std::string& membership,
                      absl::Time now) {
  ASSIGN_OR_RETURN(SeatSighting found, LoadSeat(transaction, membership));
  v1::Membership& seat = found.seat().membership;
  MoveEnd("", time::FormatDate(time::DayOf(now)), seat);
  seat.clear_leaving();
  RETURN_IF_ERROR(LeaveEnded(transaction, seat));
  RETURN_IF_ERROR(SaveMembership(transaction, found.seat()));
  RETURN_IF_ERROR(SaveMemberRoles(transaction, seat));
  RETURN_IF_ERROR(SaveAffiliations(transaction, seat));
  return SeatChanged(transaction, seat, now, found.stored);
}

}  // namespace

absl::StatusOr<int64_t> FollowEnd(sql::Transaction& transaction, const v1::Authority& before,
                                  const v1::Authority& after, absl::Time now) {
  const bool same = Closes(before) == Closes(after) && before.end_date() == after.end_date();
  int64_t given_back = 0;
  if (same) return given_back;
  if (Closes(before)) {
    ASSIGN_OR_RETURN(const auto ended, EndedWith(transaction, before));
    for (const sql::Row& row : ended) {
      RETURN_IF_ERROR(GiveBack(transaction, row.Text(0), now));
      ++given_back;
    }
  }
  if (Closes(after)) {
    RETURN_IF_ERROR(EndMemberships(transaction, after.name(), after.end_date(), now));
  }
  return given_back;
}

absl::StatusOr<BuiltOnEnd> LoadBuiltOn(sql::Transaction& transaction,
                                       const v1::Authority& authority) {
  BuiltOnEnd built;
  if (authority.successors().empty()) return built;
  ASSIGN_OR_RETURN(
      const sql::Row taken,
      transaction.QueryRow("SELECT COUNT(*) FROM memberships WHERE authority = :authority AND "
                           "leaving = :ended AND end_date >= :end",
                           {{"authority", authority.name()},
                            {"ended", int{v1::Membership::LEAVING_AUTHORITY_ENDED}},
                            {"end", authority.end_date()}}));
  ASSIGN_OR_RETURN(
      const sql::Row joined,
      transaction.QueryRow("SELECT COUNT(*) FROM memberships m JOIN affiliations f ON f.membership "
                           "= m.id JOIN political_groups g ON g.id = f.political_group WHERE "
                           "m.authority = :authority AND g.authority <> :authority",
                           {{"authority", authority.name()}}));
  built.seats_taken = taken.Int(0);
  built.groups_joined = joined.Int(0);
  return built;
}

}  // namespace telemachus::registry
