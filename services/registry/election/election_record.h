#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_RECORD_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "registry/mentor/mentor_tenure.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/election.pb.h"

// What is kept of an election, and what of the register it is compared with.
namespace telemachus::registry {

// More than any authority has members; of one election.
inline constexpr size_t kMostResults = 5000;
// So many days after a term has begun, an election that was not applied is abandoned.
inline constexpr int kAbandonedAfterDays = 90;

// An election as kept: without counts of invitations.
struct StoredElection {
  v1::Election election;
  int64_t version = 0;

  // The last day of those who retire (YYYY-MM-DD).
  std::string LastDay() const;
};

// What a seat that goes on becomes on the first day of a term.
struct TermTurn {
  std::string from_date;  // YYYY-MM-DD; empty: nothing waits
  std::string ward;
  std::string term_end_date;
};

// A seat in the authority, with its holder and all that matters of them.
struct SeatHolder {
  StoredPerson stored;
  size_t place = 0;  // of the seat among theirs
  TermTurn turn = {};
  // Of those alone who are accredited.
  MentorTenure tenure = {};

  const StoredMembership& seat() const { return stored.memberships[place]; }
  const v1::Membership& membership() const { return seat().membership; }
};

// Somebody who is to arrive, and what the register knows by their key and their login.
struct Newcomer {
  v1::ElectionResult result;
  // The holder of the seat in this authority that has the council's key; none: no memberships.
  SeatHolder by_key = {};
  // Who has the login; without a name: nobody.
  StoredPerson by_login = {};
};

// What the register has to do with an election, in the order of the rows.
struct RegisterView {
  std::vector<SeatHolder> holders;
  // Results of members, by the seat's name.
  std::map<std::string, v1::ElectionResult> results = {};
  std::vector<Newcomer> newcomers = {};
};

// What becomes of one member, complete.
struct PlannedRow {
  v1::ElectionRow row;
  // The person and the place of the seat after it; without memberships where nothing is written.
  StoredPerson after = {};
  size_t place = 0;
  // Whether the seat itself changes.
  bool changes_seat = false;
  // Whether the person is new.
  bool adds_person = false;
  // What waits for the first day of the term; nothing if empty.
  TermTurn turn = {};
  // Of all that would change; empty where a problem stands before it.
  std::string digest = {};
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_RECORD_H_
