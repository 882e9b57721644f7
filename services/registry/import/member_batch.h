#ifndef TELEMACHUS_REGISTRY_IMPORT_MEMBER_BATCH_H_
#define TELEMACHUS_REGISTRY_IMPORT_MEMBER_BATCH_H_

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "registry/import/member_rows.h"
#include "registry/import/report.h"
#include "registry/person/person_store.h"
#include "registry/person/sighting.h"
#include "registry/store/values.h"

namespace telemachus::registry {

// The places of those rows before `first`, in their order, on which it depends what becomes of the
// `count` from there: rows of the same people, by login or by a seat that is known, and of whom
// those have to do with in turn. Runs inside the caller's transaction.
absl::StatusOr<std::vector<size_t>> RowsBearingOn(sql::Transaction& transaction,
                                                  absl::Span<const MemberRow> rows, size_t first,
                                                  size_t count);

// Carries out rows of a list of members inside the caller's transaction.
//
// A key that is new makes a membership, and a person with it, unless the login is that of a person
// of the same name: who sits in two authorities is one person. Of a known key, only what the list
// says otherwise than last time is taken, so that it does not undo what people changed themselves;
// and a row that says what is so already changes nothing.
class MemberBatch {
 public:
  // Where `responsible` is an authority, rows of others are taken only of seats known already for
  // which it is responsible now.
  MemberBatch(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
              std::string responsible, Report& report);
  // Carries out rows in their order, and counts them in the report. An error is the database's.
  absl::Status CarryOut(absl::Span<const MemberRow> rows);

 private:
  using Key = std::pair<std::string, std::string>;  // authority and the council's key
  using Seat = std::tuple<std::string, std::string, int64_t>;

  // A membership that the list has named before.
  struct Known {
    std::string membership;
    std::string person;
    std::string imported;     // as kept
    v1::Person said;          // last time, with the one membership
    bool held = false;        // as far as is known
    std::string responsible;  // now; not asked where any list will do
  };
  // Who has a login.
  struct Holder {
    std::string person;
    std::string sort_key;
  };

  absl::Status Load(absl::Span<const MemberRow> rows);
  absl::Status LoadKnown(absl::Span<const MemberRow> rows);
  absl::Status LoadHolders(absl::Span<const MemberRow> rows);
  absl::Status LoadSeats(absl::Span<const MemberRow> rows);
  // Whether the row is about a seat that the list may tell of.
  bool IsWithinReach(const MemberRow& row) const;
  void CheckSeat(const MemberRow& row);

  absl::Status Add(const MemberRow& row);
  void AddPerson(const MemberRow& row, const std::string& person, const std::string& sort_key);
  void AddMembership(const MemberRow& row, const std::string& person);
  // Takes what the row says anew; the names of the fields that it changed.
  absl::StatusOr<std::vector<std::string>> Change(const MemberRow& row, const Known& known);
  absl::Status KeepSaid(const v1::Person& said, const Known& known);
  absl::Status Save(SeatSighting& found);
  // Links the login of the row, if nobody else has it; true if it was new.
  bool Link(const MemberRow& row, const std::string& person, const std::string& sort_key);
  absl::Status WriteAdded();
  absl::Status EndPassed();

  sql::Transaction& transaction_;
  id::IdSource& ids_;
  const absl::Time now_;
  const std::string day_;
  const std::string responsible_;
  Report& report_;
  std::map<Key, Known> known_;
  std::map<Key, Holder> holders_;  // by issuer and subject
  std::set<Seat> seats_;
  Values people_, logins_, memberships_, roles_, affiliations_;
  std::vector<v1::Membership> turning_;  // added ones of which something changes by itself later
  std::set<std::string> added_, changed_;
  std::set<std::string> seated_again_;  // who had a seat before, perhaps one that passed on
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_MEMBER_BATCH_H_
