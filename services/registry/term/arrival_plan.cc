#include "registry/term/arrival_plan.h"

#include <string>
#include <utility>

#include "registry/election/election_rules.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/person_rules.h"
#include "registry/person/person_store.h"

namespace telemachus::registry {
namespace {

using v1::ElectionResult;
using v1::ElectionRow;

// Who somebody is, as the result says.
v1::Person WhoArrives(const ElectionResult& result) {
  v1::Person asked;
  asked.set_display_name(result.display_name());
  asked.set_language_code(result.language_code());
  asked.set_gender(result.gender());
  asked.set_email(result.email());
  asked.set_telephone(result.telephone());
  if (result.has_login()) *asked.add_logins() = result.login();
  v1::Person person;
  // Nothing of what could be said twice is said here.
  Draft(asked, "", person).IgnoreError();
  return person;
}

StoredMembership SeatOf(const StoredElection& stored, const ElectionResult& result) {
  const v1::Election& election = stored.election;
  StoredMembership seat;
  v1::Membership& membership = seat.membership;
  membership.set_authority(election.name().substr(0, election.name().find("/elections/")));
  membership.set_council_key(result.council_key());
  membership.set_ward(result.ward());
  membership.set_start_date(election.term_start_date());
  membership.set_term_end_date(election.term_end_date());
  membership.set_seat(v1::Membership::SEAT_ELECTED);
  if (result.party().empty()) return seat;
  v1::Affiliation said;
  said.set_party(result.party());
  // It is the first one, from the first day on.
  Affiliate(said, membership).IgnoreError();
  return seat;
}

bool IsCalled(const StoredPerson& person, const ElectionResult& result) {
  return SortKey(person.person.display_name()) == SortKey(result.display_name());
}

// Whether the person sits in the same authority when the term begins, or later.
bool Sits(const StoredPerson& person, const StoredMembership& seat) {
  for (const StoredMembership& held : person.memberships) {
    const v1::Membership& membership = held.membership;
    if (membership.authority() != seat.membership.authority()) continue;
    if (membership.end_date().empty() || membership.end_date() >= seat.membership.start_date()) {
      return true;
    }
  }
  return false;
}

// What is at fault; PROBLEM_UNSPECIFIED if nothing is.
ElectionRow::Problem ProblemOf(const Newcomer& newcomer, const StoredMembership& seat) {
  const bool keyed = !newcomer.by_key.stored.memberships.empty();
  const bool linked = !newcomer.by_login.person.name().empty();
  if (keyed) {
    const v1::Membership& held = newcomer.by_key.membership();
    const bool sits = held.end_date().empty() || held.end_date() >= seat.membership.start_date();
    if (sits || !IsCalled(newcomer.by_key.stored, newcomer.result)) {
      return ElectionRow::PROBLEM_KEY_TAKEN;
    }
    if (linked && newcomer.by_login.person.name() != newcomer.by_key.stored.person.name()) {
      return ElectionRow::PROBLEM_LOGIN_TAKEN;
    }
  } else if (linked && !IsCalled(newcomer.by_login, newcomer.result)) {
    return ElectionRow::PROBLEM_LOGIN_TAKEN;
  }
  const StoredPerson& known = keyed ? newcomer.by_key.stored : newcomer.by_login;
  return Sits(known, seat) ? ElectionRow::PROBLEM_SITS : ElectionRow::PROBLEM_UNSPECIFIED;
}

// Whether they have arrived already.
bool IsThere(const StoredElection& stored, const Newcomer& newcomer) {
  if (newcomer.by_key.stored.memberships.empty()) return false;
  return newcomer.by_key.membership().start_date() == stored.election.term_start_date() &&
         IsCalled(newcomer.by_key.stored, newcomer.result);
}

}  // namespace

PlannedRow PlanArrival(const StoredElection& stored, const Newcomer& newcomer) {
  PlannedRow planned;
  ElectionRow& row = planned.row;
  row.set_change(ElectionRow::CHANGE_ARRIVES);
  row.set_council_key(newcomer.result.council_key());
  if (IsThere(stored, newcomer)) {
    row.set_membership(newcomer.by_key.membership().name());
    row.set_person(newcomer.by_key.stored.person.name());
    row.set_outcome(ElectionRow::OUTCOME_UNCHANGED);
    return planned;
  }
  StoredMembership seat = SeatOf(stored, newcomer.result);
  const ElectionRow::Problem problem = ProblemOf(newcomer, seat);
  if (problem != ElectionRow::PROBLEM_UNSPECIFIED) {
    row.add_problems(problem);
    return planned;
  }
  if (!newcomer.by_key.stored.memberships.empty()) {
    planned.after = newcomer.by_key.stored;
    v1::Membership& earlier = planned.after.memberships[newcomer.by_key.place].membership;
    earlier.set_council_key(earlier.name());
  } else {
    planned.after = newcomer.by_login;
  }
  planned.adds_person = planned.after.person.name().empty();
  if (planned.adds_person) {
    planned.after.person = WhoArrives(newcomer.result);
  } else {
    row.set_change(ElectionRow::CHANGE_RETURNS);
    row.set_person(planned.after.person.name());
  }
  planned.changes_seat = true;
  planned.place = planned.after.memberships.size();
  planned.after.memberships.push_back(std::move(seat));
  return planned;
}

}  // namespace telemachus::registry
