#include "registry/import/member_batch.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/person/changes.h"

namespace telemachus::registry {
namespace {

void Note(const MemberRow& row, v1::OddKind kind, absl::string_view column,
          v1::OddRow::Outcome outcome, Report& report) {
  report.Odd(row.line, kind, column, outcome);
}

// Takes a value that the list says otherwise than last time, and notes the field if that is news.
void Take(const std::string& last, const std::string& said, const char* field, std::string& value,
          std::vector<std::string>& changed) {
  if (said == last || said == value) return;
  value = said;
  changed.emplace_back(field);
}

std::set<std::string> RolesOf(const v1::Membership& said) {
  std::set<std::string> codes;
  for (const v1::MemberRole& role : said.roles()) codes.insert(role.role_code());
  return codes;
}

std::set<std::string> OpenRolesOf(const v1::Membership& seat) {
  std::set<std::string> codes;
  for (const v1::MemberRole& role : seat.roles()) {
    if (role.end_date().empty()) codes.insert(role.role_code());
  }
  return codes;
}

const v1::Membership& MembershipOf(const StoredPerson& stored, const std::string& name) {
  const auto found =
      std::find_if(stored.memberships.begin(), stored.memberships.end(),
                   [&](const StoredMembership& seat) { return seat.membership.name() == name; });
  return found == stored.memberships.end() ? v1::Membership::default_instance() : found->membership;
}

}  // namespace

MemberBatch::MemberBatch(sql::Transaction& transaction, id::IdSource& ids, absl::Time now,
                         Report& report)
    : transaction_(transaction),
      ids_(ids),
      now_(now),
      day_(time::FormatDate(time::DayOf(now))),
      report_(report) {}

absl::Status MemberBatch::CarryOut(absl::Span<const MemberRow> rows) {
  RETURN_IF_ERROR(Load(rows));
  for (MemberRow row : rows) {
    CheckSeat(row);
    const auto known = known_.find({row.membership().authority(), row.membership().council_key()});
    // Who was known before the end of the authority has passed to what came after it.
    if (row.ends_with_authority && known != known_.end() &&
        known->second.said.memberships(0).end_date().empty()) {
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
  ASSIGN_OR_RETURN(
      auto found,
      transaction_.Query(absl::StrCat("WITH wanted (authority, council_key) AS (", padded.Text(),
                                      ") SELECT m.authority, m.council_key, m.id, m.person, "
                                      "m.imported FROM wanted w JOIN memberships m ON m.authority "
                                      "= w.authority AND m.council_key = w.council_key"),
                         padded.Parameters()));
  for (const sql::Row& row : found) {
    Known& known = known_[{row.Text(0), row.Text(1)}];
    known.membership = row.Text(2);
    known.person = row.Text(3);
    known.said.ParseFromString(row.Blob(4));
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

void MemberBatch::CheckSeat(const MemberRow& row) {
  if (row.seat == 0) return;
  if (seats_.count({row.membership().authority(), row.membership().ward(), row.seat}) != 0) return;
  Note(row, v1::ODD_KIND_SEAT_UNKNOWN, "seat", v1::OddRow::OUTCOME_TAKEN, report_);
}

absl::Status MemberBatch::Add(const MemberRow& row) {
  const std::string sort_key = SortKey(row.said.display_name());
  if (!row.said.logins().empty()) {
    const auto holder = holders_.find({row.said.logins(0).issuer(), row.said.logins(0).subject()});
    if (holder != holders_.end() && holder->second.sort_key == sort_key) {
      AddMembership(row, holder->second.person);
      changed_.insert(holder->second.person);
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
               sql::Bytes{body.SerializeAsString()}});
  added_.insert(person);
}

void MemberBatch::AddMembership(const MemberRow& row, const std::string& person) {
  const v1::Membership& said = row.membership();
  const std::string name = absl::StrCat(person, "/memberships/", ids_.Next());
  memberships_.Add({name, person, said.authority(), said.council_key(), said.ward(), said.party(),
                    said.start_date(), said.end_date(), said.term_end_date(),
                    sql::Bytes{row.said.SerializeAsString()}});
  for (const v1::MemberRole& role : said.roles()) AddRole(said, name, role.role_code());
}

void MemberBatch::AddRole(const v1::Membership& membership, const std::string& name,
                          const std::string& code) {
  // Since when it is held is not said: from today as far as is known, and for one who has left
  // while they sat.
  const bool left = !membership.end_date().empty() && membership.end_date() < day_;
  const std::string& end = membership.end_date();
  std::string start = std::max(day_, membership.start_date());
  if (left) start = membership.start_date().empty() ? end : membership.start_date();
  roles_.Add({absl::StrCat(name, "/roles/", ids_.Next()), name, code, start, left ? end : ""});
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
  if (said.SerializeAsString() == known.said.SerializeAsString()) return std::vector<std::string>();
  ASSIGN_OR_RETURN(StoredPerson stored, LoadPerson(transaction_, known.person));
  Revision revision{.said = said, .last = known.said, .stored = std::move(stored)};
  RETURN_IF_ERROR(ChangePerson(revision));
  RETURN_IF_ERROR(ChangeMembership(known, revision));
  RETURN_IF_ERROR(ChangeRoles(known, revision));
  if (Link(row, known.person, SortKey(said.display_name()))) revision.changed.emplace_back("login");
  if (!revision.changed.empty()) changed_.insert(known.person);
  return revision.changed;
}

absl::Status MemberBatch::ChangePerson(Revision& revision) {
  const v1::Person& last = revision.last;
  const v1::Person& said = revision.said;
  v1::Person& person = revision.stored.person;
  std::vector<std::string>& changed = revision.changed;
  Take(last.display_name(), said.display_name(), "display_name", *person.mutable_display_name(),
       changed);
  Take(last.language_code(), said.language_code(), "language_code", *person.mutable_language_code(),
       changed);
  Take(last.gender(), said.gender(), "gender", *person.mutable_gender(), changed);
  Take(last.email(), said.email(), "email", *person.mutable_email(), changed);
  if (changed.empty()) return absl::OkStatus();
  return SavePerson(transaction_, revision.stored);
}

absl::Status MemberBatch::ChangeMembership(const Known& known, Revision& revision) {
  const v1::Membership& last = revision.last.memberships(0);
  const v1::Membership& said = revision.said.memberships(0);
  v1::Membership seat = MembershipOf(revision.stored, known.membership);
  std::vector<std::string>& changed = revision.changed;
  Take(last.ward(), said.ward(), "ward", *seat.mutable_ward(), changed);
  Take(last.party(), said.party(), "party", *seat.mutable_party(), changed);
  Take(last.start_date(), said.start_date(), "start_date", *seat.mutable_start_date(), changed);
  Take(last.end_date(), said.end_date(), "end_date", *seat.mutable_end_date(), changed);
  Take(last.term_end_date(), said.term_end_date(), "term_end_date", *seat.mutable_term_end_date(),
       changed);
  ASSIGN_OR_RETURN(
      const int64_t written,
      transaction_.Execute("UPDATE memberships SET ward = :ward, party = :party, start_date = "
                           ":start_date, end_date = :end_date, term_end_date = :term_end_date, "
                           "imported = :imported WHERE id = :id AND imported = :was",
                           {{"ward", seat.ward()},
                            {"party", seat.party()},
                            {"start_date", seat.start_date()},
                            {"end_date", seat.end_date()},
                            {"term_end_date", seat.term_end_date()},
                            {"imported", sql::Bytes{revision.said.SerializeAsString()}},
                            {"id", known.membership},
                            {"was", sql::Bytes{revision.last.SerializeAsString()}}}));
  return written == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::Status MemberBatch::ChangeRoles(const Known& known, Revision& revision) {
  const std::set<std::string> last = RolesOf(revision.last.memberships(0));
  const std::set<std::string> said = RolesOf(revision.said.memberships(0));
  const std::set<std::string> held = OpenRolesOf(MembershipOf(revision.stored, known.membership));
  bool changed = false;
  for (const std::string& code : said) {
    if (last.count(code) != 0 || held.count(code) != 0) continue;
    AddRole(revision.said.memberships(0), known.membership, code);
    changed = true;
  }
  const std::string& left = revision.said.memberships(0).end_date();
  const bool has_left = !left.empty() && left < day_;
  for (const std::string& code : held) {
    const bool given_up = last.count(code) != 0 && said.count(code) == 0;
    if (!has_left && !given_up) continue;
    RETURN_IF_ERROR(transaction_
                        .Execute("UPDATE member_roles SET end_date = :end_date WHERE membership = "
                                 ":membership AND role_code = :code AND end_date = ''",
                                 {{"end_date", has_left ? left : day_},
                                  {"membership", known.membership},
                                  {"code", code}})
                        .status());
    changed = true;
  }
  if (changed) revision.changed.emplace_back("roles");
  return absl::OkStatus();
}

absl::Status MemberBatch::WriteAdded() {
  const struct {
    const char* into;
    const Values& rows;
    bool must_be_new;
  } kinds[] = {
      {"people (id, sort_key, disabled_until, accredited_until, version, facts_version, body)",
       people_, true},
      {"logins (issuer, subject, person)", logins_, true},
      {"memberships (id, person, authority, council_key, ward, party, start_date, end_date, "
       "term_end_date, imported)",
       memberships_, true},
      // A role given up and taken up again on one day is one role.
      {"member_roles (id, membership, role_code, start_date, end_date)", roles_, false},
  };
  for (const auto& kind : kinds) {
    ASSIGN_OR_RETURN(const int64_t inserted, InsertRows(transaction_, kind.into, kind.rows));
    if (kind.must_be_new && inserted != static_cast<int64_t>(kind.rows.size())) {
      return ChangedMeanwhile();
    }
  }
  for (const std::string& person : added_) {
    RETURN_IF_ERROR(PersonAdded(transaction_, person, now_));
  }
  for (const std::string& person : changed_) {
    if (added_.count(person) == 0) RETURN_IF_ERROR(PersonChanged(transaction_, person, now_));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
