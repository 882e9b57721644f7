#include "registry/membership/seat_change.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/passed_seat_rules.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/store/values.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

bool HasPassed(const StoredMembership& seat) { return !seat.responsibilities.empty(); }

// Ends those of the person's seats that `all`, the same ones and perhaps a new one after them,
// shows as held twice.
absl::StatusOr<bool> EndTwice(sql::Transaction& transaction, const StoredPerson& all,
                              absl::Time now, StoredPerson& stored) {
  const std::string day = time::FormatDate(time::DayOf(now));
  bool any = false;
  for (const DoubleSeat& twice : DoubleSeats(all, day)) {
    if (!twice.last_day.empty() && twice.last_day < day) continue;  // over by now
    StoredMembership& seat = stored.memberships[twice.place];
    const std::string last_day = LastDayOf(twice, seat.membership);
    if (seat.membership.end_date() == last_day) continue;
    RETURN_IF_ERROR(
        EndSeat(last_day, v1::Membership::LEAVING_AUTHORITY_ENDED, day, seat.membership));
    RETURN_IF_ERROR(SaveMembership(transaction, seat));
    RETURN_IF_ERROR(SaveMemberRoles(transaction, seat.membership));
    RETURN_IF_ERROR(SaveAffiliations(transaction, seat.membership));
    RETURN_IF_ERROR(AwaitTurn(transaction, seat.membership, now));
    any = true;
  }
  return any;
}

// After a change of one of the person's seats, or for a new one.
absl::Status EndPassedBy(sql::Transaction& transaction, const v1::Membership& changed,
                         absl::Time now, StoredPerson& stored) {
  if (std::none_of(stored.memberships.begin(), stored.memberships.end(), HasPassed)) {
    return absl::OkStatus();
  }
  StoredPerson all = stored;
  const bool known = std::any_of(all.memberships.begin(), all.memberships.end(),
                                 [&changed](const StoredMembership& seat) {
                                   return seat.membership.name() == changed.name();
                                 });
  if (!known) all.memberships.emplace_back().membership = changed;
  return EndTwice(transaction, all, now, stored).status();
}

}  // namespace

absl::Status SeatChanged(sql::Transaction& transaction, const v1::Membership& membership,
                         absl::Time now, StoredPerson& stored) {
  RETURN_IF_ERROR(EndPassedBy(transaction, membership, now, stored));
  RETURN_IF_ERROR(SavePerson(transaction, stored));
  RETURN_IF_ERROR(AwaitTurn(transaction, membership, now));
  return PersonChanged(transaction, stored.person.name(), now);
}

absl::StatusOr<bool> EndPassedSeats(sql::Transaction& transaction, absl::Time now,
                                    StoredPerson& stored) {
  const StoredPerson all = stored;
  return EndTwice(transaction, all, now, stored);
}

absl::Status EndSeatsPassedTo(sql::Transaction& transaction, const std::string& authority,
                              const std::set<std::string>& successors, absl::Time now) {
  if (successors.empty()) return absl::OkStatus();
  const Values values = Values::Of(successors).Padded();
  ASSIGN_OR_RETURN(
      const auto people,
      transaction.Query(absl::StrCat("SELECT DISTINCT m.person FROM memberships m JOIN memberships "
                                     "h ON h.person = m.person WHERE m.authority = :authority AND "
                                     "m.person <> '' AND h.authority <> m.authority AND "
                                     "h.authority IN (",
                                     values.Text(), ") ORDER BY m.person"),
                        values.Parameters({{"authority", authority}})));
  for (const sql::Row& row : people) {
    ASSIGN_OR_RETURN(StoredPerson stored, LoadPerson(transaction, row.Text(0)));
    ASSIGN_OR_RETURN(const bool ended, EndPassedSeats(transaction, now, stored));
    if (ended) RETURN_IF_ERROR(SavePerson(transaction, stored));
  }
  return absl::OkStatus();
}

absl::Status AwaitTurn(sql::Transaction& transaction, const v1::Membership& membership,
                       absl::Time now) {
  const std::string next = NextTurn(membership, time::FormatDate(time::DayOf(now)));
  if (next.empty()) return timer::Clear(transaction, kSeatTurnsTimer, membership.name());
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(next));
  return timer::Set(transaction, kSeatTurnsTimer, membership.name(), time::StartOf(day));
}

absl::Status TurnSeat(sql::Transaction& transaction, const std::string& membership,
                      absl::Time now) {
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction, {PersonOf(membership)}));
  for (const StoredPerson& stored : people) {
    for (const StoredMembership& seat : stored.memberships) {
      if (seat.membership.name() != membership) continue;
      RETURN_IF_ERROR(AwaitTurn(transaction, seat.membership, now));
      return PersonChanged(transaction, stored.person.name(), now);
    }
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
