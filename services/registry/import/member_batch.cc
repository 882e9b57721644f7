#include "registry/import/member_batch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/membership/list_changes.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/seat_change.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/store/version.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

void Note(const MemberRow& row, v1::OddKind kind, absl::string_view column,
          v1::OddRow::Outcome outcome, Report& report) {
  report.Odd(row.line, kind, column, outcome);
}

}  // namespace

MemberBatch::MemberBatch(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
                         std::string responsible, Report& report)
    : transaction_(transaction),
      ids_(ids),
      now_(now),
      day_(time::FormatDate(time::DayOf(now))),
      responsible_(std::move(responsible)),
      report_(report) {}

absl::Status MemberBatch::CarryOut(absl::Span<const MemberRow> rows) {
  RETURN_IF_ERROR(Load(rows));
  for (MemberRow row : rows) {
    if (!IsWithinReach(row)) {
      Note(row, v1::ODD_KIND_AUTHORITY_UNKNOWN, "authority_code", v1::OddRow::OUTCOME_REJECTED,
           report_);
      report_.Rejected(row.line);
      continue;
    }
    CheckSeat(row);
    const auto known = known_.find({row.membership().authority(), row.membership().council_key()});
    // Who was known before the end of the authority has passed to what came after it.
    if (row.ends_with_authority && known != known_.end() &&
        (known->second.held || known->second.said.memberships(0).end_date().empty())) {
      row.said.mutable_memberships(0)->clear_end_date();
    }
    if (known == known_.end()) {
      RETURN_IF_ERROR(Add(row));
      report_.Created(row.line);
    } else {
      ASSIGN_OR_RETURN(const auto changed, Change(row, known->second));
      report_.Done(row.line, changed);
    }
  }
  return WriteAdded();
}

absl::Status MemberBatch::Load(absl::Span<const MemberRow> rows) {
  RETURN_IF_ERROR(LoadKnown(rows));
  RETURN_IF_ERROR(LoadHolders(rows));
  return LoadSeats(rows);
}

absl::Status MemberBatch::LoadKnown(absl::Span<const MemberRow> rows) {
  Values keys;
  for (const MemberRow& row : rows) {
    keys.Add({row.membership().authority(), row.membership().council_key()});
  }
  const Values padded = keys.Padded();
  const std::string responsible = responsible_.empty() ? "''" : ResponsibleExpression();
  sql::Parameters others;
  if (!responsible_.empty()) others.push_back({"day", day_});
  ASSIGN_OR_RETURN(
      auto found,
      transaction_.Query(absl::StrCat("WITH wanted (authority, council_key) AS (", padded.Text(),
                                      ") SELECT m.authority, m.council_key, m.id, m.person, "
                                      "m.imported, m.end_date, ",
                                      responsible,
                                      " FROM wanted w JOIN memberships m ON "
                                      "m.authority = w.authority AND m.council_key = "
                                      "w.council_key"),
                         padded.Parameters(std::move(others))));
  for (const sql::Row& row : found) {
    Known& known = known_[{row.Text(0), row.Text(1)}];
    known.membership = row.Text(2);
    known.person = row.Text(3);
    known.imported = row.Blob(4);
    known.said.ParseFromString(known.imported);
    known.held = row.Text(5).empty() || row.Text(5) >= day_;
    known.responsible = row.Text(6);
    // Recorded by somebody else: no list has said anything of it yet.
    if (known.said.memberships().empty()) known.said.add_memberships();
  }
  return absl::OkStatus();
}

absl::Status MemberBatch::LoadHolders(absl::Span<const MemberRow> rows) {
  Values keys;
  for (const MemberRow& row : rows) {
    if (row.said.logins().empty()) continue;
    keys.Add({row.said.logins(0).issuer(), row.said.logins(0).subject()});
  }
  if (keys.empty()) return absl::OkStatus();
  const Values padded = keys.Padded();
  ASSIGN_OR_RETURN(
      auto found,
      transaction_.Query(absl::StrCat("WITH wanted (issuer, subject) AS (", padded.Text(),
                                      ") SELECT l.issuer, l.subject, p.id, p.sort_key FROM wanted "
                                      "w JOIN logins l ON l.issuer = w.issuer AND l.subject = "
                                      "w.subject JOIN people p ON p.id = l.person"),
                         padded.Parameters()));
  for (const sql::Row& row : found) {
    holders_[{row.Text(0), row.Text(1)}] = {row.Text(2), row.Text(3)};
  }
  return absl::OkStatus();
}

absl::Status MemberBatch::LoadSeats(absl::Span<const MemberRow> rows) {
  Values keys;
  for (const MemberRow& row : rows) {
    if (row.seat == 0) continue;
    keys.Add({row.membership().authority(), row.membership().ward(), int64_t{row.seat}});
  }
  if (keys.empty()) return absl::OkStatus();
  const Values padded = keys.Padded();
  ASSIGN_OR_RETURN(
      auto found,
      transaction_.Query(absl::StrCat("WITH wanted (authority, ward, number) AS (", padded.Text(),
                                      ") SELECT s.authority, s.ward, s.number FROM "
                                      "wanted w JOIN seats s ON s.authority = "
                                      "w.authority AND s.ward = w.ward AND s.number = "
                                      "w.number"),
                         padded.Parameters()));
  for (const sql::Row& row : found) seats_.insert({row.Text(0), row.Text(1), row.Int(2)});
  return absl::OkStatus();
}

bool MemberBatch::IsWithinReach(const MemberRow& row) const {
  if (responsible_.empty() || row.membership().authority() == responsible_) return true;
  const auto known = known_.find({row.membership().authority(), row.membership().council_key()});
  return known != known_.end() && known->second.responsible == responsible_;
}

void MemberBatch::CheckSeat(const MemberRow& row) {
  if (row.seat == 0) return;
  if (seats_.contains({row.membership().authority(), row.membership().ward(), row.seat})) return;
  Note(row, v1::ODD_KIND_SEAT_UNKNOWN, "seat", v1::OddRow::OUTCOME_TAKEN, report_);
}

absl::Status MemberBatch::Add(const MemberRow& row) {
  const std::string sort_key = SortKey(row.said.display_name());
  if (!row.said.logins().empty()) {
    const auto holder = holders_.find({row.said.logins(0).issuer(), row.said.logins(0).subject()});
    if (holder != holders_.end() && holder->second.sort_key == sort_key) {
      AddMembership(row, holder->second.person);
      changed_.insert(holder->second.person);
      seated_again_.insert(holder->second.person);
      return absl::OkStatus();
    }
  }
  const std::string person = absl::StrCat("people/", ids_.Next());
  AddPerson(row, person, sort_key);
  AddMembership(row, person);
  Link(row, person, sort_key);
  return absl::OkStatus();
}

void MemberBatch::AddPerson(const MemberRow& row, const std::string& person,
                            const std::string& sort_key) {
  v1::Person body = BodyOf(row.said);
  body.set_name(person);
  people_.Add({person, sort_key, int64_t{0}, std::string(), int64_t{1}, int64_t{1},
               sql::Bytes{body.SerializeAsString()}, filter::CodesColumn(body.languages())});
  added_.insert(person);
}

void MemberBatch::AddMembership(const MemberRow& row, const std::string& person) {
  v1::Membership added = row.membership();
  added.set_name(absl::StrCat(person, "/memberships/", ids_.Next()));
  Begin(row.membership(), day_, ids_, added);
  memberships_.Add({added.name(), person, added.authority(), added.council_key(), added.ward(),
                    std::string(), added.start_date(), added.end_date(), added.term_end_date(),
                    sql::Bytes{row.said.SerializeAsString()}, WardKey(added.ward())});
  for (const v1::MemberRole& role : added.roles()) {
    roles_.Add({role.name(), added.name(), role.role_code(), role.start_date(), role.end_date()});
  }
  for (const v1::Affiliation& held : added.affiliations()) {
    affiliations_.Add(
        {added.name(), held.start_date(), held.end_date(), held.party(), held.political_group()});
  }
  if (!NextTurn(added, day_).empty()) turning_.push_back(std::move(added));
}

bool MemberBatch::Link(const MemberRow& row, const std::string& person,
                       const std::string& sort_key) {
  if (row.said.logins().empty()) return false;
  const v1::Login& login = row.said.logins(0);
  const auto [holder, free] =
      holders_.try_emplace({login.issuer(), login.subject()}, Holder{person, sort_key});
  if (free) {
    logins_.Add({login.issuer(), login.subject(), person});
    return true;
  }
  if (holder->second.person != person) {
    Note(row, v1::ODD_KIND_SUBJECT_TAKEN, "subject", v1::OddRow::OUTCOME_TAKEN_WITHOUT, report_);
  }
  return false;
}

absl::StatusOr<std::vector<std::string>> MemberBatch::Change(const MemberRow& row,
                                                             const Known& known) {
  const v1::Person said = Filled(row, known.said);
  std::vector<std::string> changed;
  if (said.SerializeAsString() == known.imported) return changed;
  ASSIGN_OR_RETURN(SeatSighting found, LoadSeat(transaction_, known.membership));
  TakePerson(known.said, said, found.stored.person, changed);
  TakeSeat(known.said.memberships(0), said.memberships(0), day_, ids_, found.seat(), changed);
  RETURN_IF_ERROR(KeepSaid(said, known));
  if (!changed.empty()) RETURN_IF_ERROR(Save(found));
  if (Link(row, known.person, SortKey(said.display_name()))) changed.emplace_back("login");
  if (!changed.empty()) changed_.insert(known.person);
  return changed;
}

absl::Status MemberBatch::KeepSaid(const v1::Person& said, const Known& known) {
  ASSIGN_OR_RETURN(const int64_t written,
                   transaction_.Execute("UPDATE memberships SET imported = :imported WHERE id = "
                                        ":id AND imported = :was",
                                        {{"imported", sql::Bytes{said.SerializeAsString()}},
                                         {"id", known.membership},
                                         {"was", sql::Bytes{known.imported}}}));
  return written == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::Status MemberBatch::Save(SeatSighting& found) {
  const v1::Membership& seat = found.seat().membership;
  RETURN_IF_ERROR(SaveMembership(transaction_, found.seat()));
  RETURN_IF_ERROR(SaveMemberRoles(transaction_, seat));
  RETURN_IF_ERROR(SaveAffiliations(transaction_, seat));
  RETURN_IF_ERROR(SavePerson(transaction_, found.stored));
  return AwaitTurn(transaction_, seat, now_);
}

absl::Status MemberBatch::WriteAdded() {
  const struct {
    const char* into;
    const Values& rows;
  } kinds[] = {
      {"people (id, sort_key, disabled_until, accredited_until, version, facts_version, body, "
       "languages)",
       people_},
      {"logins (issuer, subject, person)", logins_},
      {"memberships (id, person, authority, council_key, ward, party, start_date, end_date, "
       "term_end_date, imported, ward_key)",
       memberships_},
      {"member_roles (id, membership, role_code, start_date, end_date)", roles_},
      {"affiliations (membership, start_date, end_date, party, political_group)", affiliations_},
  };
  for (const auto& kind : kinds) {
    ASSIGN_OR_RETURN(const int64_t inserted, InsertRows(transaction_, kind.into, kind.rows));
    if (inserted != static_cast<int64_t>(kind.rows.size())) return ChangedMeanwhile();
  }
  for (const v1::Membership& membership : turning_) {
    RETURN_IF_ERROR(AwaitTurn(transaction_, membership, now_));
  }
  RETURN_IF_ERROR(EndPassed());
  for (const std::string& person : added_) {
    RETURN_IF_ERROR(PersonAdded(transaction_, person, now_));
  }
  for (const std::string& person : changed_) {
    if (!added_.contains(person)) RETURN_IF_ERROR(PersonChanged(transaction_, person, now_));
  }
  return absl::OkStatus();
}

absl::Status MemberBatch::EndPassed() {
  const std::vector<std::string> names(seated_again_.begin(), seated_again_.end());
  ASSIGN_OR_RETURN(auto people, LoadPeople(transaction_, names));
  for (StoredPerson& stored : people) {
    ASSIGN_OR_RETURN(const bool ended, EndPassedSeats(transaction_, now_, stored));
    if (ended) RETURN_IF_ERROR(SavePerson(transaction_, stored));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
