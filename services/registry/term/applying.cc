#include "registry/term/applying.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/result_store.h"
#include "registry/election/row_store.h"
#include "registry/membership/seat_change.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/person/sighting.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

absl::Status ForgetTurn(sql::Transaction& transaction, const std::string& membership) {
  RETURN_IF_ERROR(DeleteTurn(transaction, membership));
  return timer::Clear(transaction, kTermBeginsTimer, membership);
}

absl::Status SaveSeat(sql::Transaction& transaction, const StoredMembership& seat) {
  RETURN_IF_ERROR(SaveMembership(transaction, seat));
  RETURN_IF_ERROR(SaveMemberRoles(transaction, seat.membership));
  return SaveAffiliations(transaction, seat.membership);
}

// Somebody who sits and stays, or leaves.
absl::Status Change(sql::Transaction& transaction, absl::Time now, PlannedRow& planned) {
  StoredMembership& seat = planned.after.memberships[planned.place];
  const std::string& name = seat.membership.name();
  bool changes = planned.changes_seat;
  if (planned.row.change() == v1::ElectionRow::CHANGE_LEAVES) {
    RETURN_IF_ERROR(ForgetTurn(transaction, name));
  } else if (!planned.turn.from_date.empty() && planned.turn.from_date <= DayOf(now)) {
    RETURN_IF_ERROR(ForgetTurn(transaction, name));
    seat.membership.set_ward(planned.turn.ward);
    seat.membership.set_term_end_date(planned.turn.term_end_date);
    changes = true;
  } else if (!planned.turn.from_date.empty()) {
    RETURN_IF_ERROR(SaveTurn(transaction, name, planned.turn));
    ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(planned.turn.from_date));
    RETURN_IF_ERROR(timer::Set(transaction, kTermBeginsTimer, name, time::StartOf(day)));
  }
  if (!changes) return absl::OkStatus();
  RETURN_IF_ERROR(SaveSeat(transaction, seat));
  return SeatChanged(transaction, seat.membership, now, planned.after);
}

// Somebody who comes into office.
absl::Status Add(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
                 PlannedRow& planned) {
  StoredMembership seat = planned.after.memberships[planned.place];
  v1::Person& person = planned.after.person;
  if (planned.adds_person) {
    person.set_name(absl::StrCat("people/", ids.Next()));
    RETURN_IF_ERROR(InsertPerson(transaction, planned.after));
  }
  seat.membership.set_name(absl::StrCat(person.name(), "/memberships/", ids.Next()));
  planned.row.set_person(person.name());
  planned.row.set_membership(seat.membership.name());
  for (const StoredMembership& earlier : planned.after.memberships) {
    // The key has gone to the new seat.
    if (earlier.membership.council_key() != earlier.membership.name()) continue;
    if (earlier.membership.name().empty()) continue;
    RETURN_IF_ERROR(SaveMembership(transaction, earlier));
  }
  RETURN_IF_ERROR(InsertMembership(transaction, seat));
  if (!planned.adds_person) return SeatChanged(transaction, seat.membership, now, planned.after);
  RETURN_IF_ERROR(AwaitTurn(transaction, seat.membership, now));
  return PersonAdded(transaction, person.name(), now);
}

}  // namespace

absl::Status CarryOut(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
                      PlannedRow& planned) {
  const bool member = planned.row.change() == v1::ElectionRow::CHANGE_STAYS ||
                      planned.row.change() == v1::ElectionRow::CHANGE_LEAVES;
  return member ? Change(transaction, now, planned) : Add(transaction, ids, now, planned);
}

absl::Status BeginTerm(sql::Transaction& transaction, const std::string& membership,
                       absl::Time now) {
  ASSIGN_OR_RETURN(const TermTurn turn, LoadTurn(transaction, membership));
  if (turn.from_date.empty() || turn.from_date > DayOf(now)) return absl::OkStatus();
  RETURN_IF_ERROR(DeleteTurn(transaction, membership));
  absl::StatusOr<SeatSighting> found = LoadSeat(transaction, membership);
  if (absl::IsNotFound(found.status())) return absl::OkStatus();
  RETURN_IF_ERROR(found.status());
  v1::Membership& seat = found->seat().membership;
  if (!seat.end_date().empty() && seat.end_date() < turn.from_date) return absl::OkStatus();
  seat.set_ward(turn.ward);
  seat.set_term_end_date(turn.term_end_date);
  RETURN_IF_ERROR(SaveMembership(transaction, found->seat()));
  return SeatChanged(transaction, seat, now, found->stored);
}

absl::Status LeaveElection(sql::Transaction& transaction, const std::string& election,
                           absl::Time now) {
  absl::StatusOr<StoredElection> stored = LoadElection(transaction, election);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  if (stored->election.state() == v1::Election::STATE_APPLYING) {
    return timer::Set(transaction, kElectionLeftTimer, election, now + absl::Hours(24));
  }
  if (!CheckOpen(stored->election).ok()) return absl::OkStatus();
  // What has been applied stays applied.
  if (stored->election.state() != v1::Election::STATE_APPLIED) {
    stored->election.set_state(v1::Election::STATE_ABANDONED);
  }
  stored->election.set_result_count(0);
  RETURN_IF_ERROR(DeleteAllResults(transaction, election));
  return SaveElection(transaction, *stored);
}

}  // namespace telemachus::registry
