#include "registry/membership/seat_change.h"

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/membership/membership_rules.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {

absl::Status SeatChanged(sql::Transaction& transaction, const v1::Membership& membership,
                         absl::Time now, StoredPerson& stored) {
  RETURN_IF_ERROR(SavePerson(transaction, stored));
  RETURN_IF_ERROR(AwaitTurn(transaction, membership, now));
  return PersonChanged(transaction, stored.person.name(), now);
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
