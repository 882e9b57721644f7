#include "registry/person/membership_store.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

constexpr int kFilledAtOnce = 1000;

using Roles = std::unordered_map<std::string, std::vector<v1::MemberRole>>;

absl::StatusOr<Roles> LoadRoles(sql::Transaction& transaction, const Values& people) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat("SELECT r.membership, r.id, r.role_code, r.start_date, "
                                     "r.end_date FROM memberships m JOIN member_roles r ON "
                                     "r.membership = m.id WHERE m.person IN (",
                                     people.Text(), ") ORDER BY r.start_date, r.id"),
                        people.Parameters()));
  Roles roles;
  for (const sql::Row& row : rows) {
    v1::MemberRole& role = roles[row.Text(0)].emplace_back();
    role.set_name(row.Text(1));
    role.set_role_code(row.Text(2));
    role.set_start_date(row.Text(3));
    role.set_end_date(row.Text(4));
  }
  return roles;
}

using Affiliations = std::unordered_map<std::string, std::vector<v1::Affiliation>>;

absl::StatusOr<Affiliations> LoadAffiliations(sql::Transaction& transaction, const Values& people) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat("SELECT f.membership, f.start_date, f.end_date, f.party, "
                                     "f.political_group FROM memberships m JOIN affiliations f ON "
                                     "f.membership = m.id WHERE m.person IN (",
                                     people.Text(), ") ORDER BY f.start_date"),
                        people.Parameters()));
  Affiliations affiliations;
  for (const sql::Row& row : rows) {
    v1::Affiliation& affiliation = affiliations[row.Text(0)].emplace_back();
    affiliation.set_start_date(row.Text(1));
    affiliation.set_end_date(row.Text(2));
    affiliation.set_party(row.Text(3));
    affiliation.set_political_group(row.Text(4));
  }
  return affiliations;
}

sql::Parameters Columns(const StoredMembership& stored) {
  const v1::Membership& membership = stored.membership;
  return {{"id", membership.name()},
          {"council_key", membership.council_key()},
          {"ward", membership.ward()},
          {"ward_key", WardKey(membership.ward())},
          {"start_date", membership.start_date()},
          {"end_date", membership.end_date()},
          {"term_end_date", membership.term_end_date()},
          {"seat", int{membership.seat()}},
          {"leaving", int{membership.leaving()}},
          {"party_withheld", stored.party_withheld}};
}

absl::Status KeyTaken() {
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "The council's key is another membership's.");
}

StoredMembership FromRow(const sql::Row& row) {
  StoredMembership stored;
  v1::Membership& membership = stored.membership;
  membership.set_name(row.Text(1));
  membership.set_authority(row.Text(2));
  membership.set_council_key(row.Text(3));
  membership.set_ward(row.Text(4));
  membership.set_start_date(row.Text(5));
  membership.set_end_date(row.Text(6));
  membership.set_term_end_date(row.Text(7));
  membership.set_seat(static_cast<v1::Membership::Seat>(row.Int(8)));
  membership.set_leaving(static_cast<v1::Membership::Leaving>(row.Int(9)));
  stored.party_withheld = row.Bool(10);
  stored.scope = {.authority = row.Text(2), .region = row.Text(11), .nation = row.Text(12)};
  stored.authority_type = static_cast<v1::Authority::Type>(row.Int(13));
  return stored;
}

// The first `segments` segments of a name.
std::string Head(absl::string_view name, int segments) {
  size_t end = 0;
  for (int i = 0; i < segments && end != absl::string_view::npos; ++i) {
    end = name.find('/', end == 0 ? 0 : end + 1);
  }
  return std::string(name.substr(0, end));
}

}  // namespace

std::string WardKey(absl::string_view ward) { return text::Fold(ward); }

std::string PersonOf(absl::string_view name) { return Head(name, 2); }
std::string MembershipOf(absl::string_view role) { return Head(role, 4); }

absl::StatusOr<std::unordered_map<std::string, std::vector<StoredMembership>>> LoadMemberships(
    sql::Transaction& transaction, absl::Span<const std::string> people) {
  std::unordered_map<std::string, std::vector<StoredMembership>> memberships;
  if (people.empty()) return memberships;
  const Values values = Values::Of(people).Padded();
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat("SELECT m.person, m.id, m.authority, m.council_key, m.ward, "
                       "m.start_date, m.end_date, m.term_end_date, m.seat, m.leaving, "
                       "m.party_withheld, a.region, a.nation, a.type, a.end_date FROM memberships "
                       "m JOIN authorities a ON a.id = m.authority WHERE m.person IN (",
                       values.Text(), ") ORDER BY m.start_date, m.id"),
          values.Parameters()));
  ASSIGN_OR_RETURN(Roles roles, LoadRoles(transaction, values));
  ASSIGN_OR_RETURN(Affiliations affiliations, LoadAffiliations(transaction, values));
  std::set<std::string> ended;
  for (const sql::Row& row : rows) {
    if (!row.Text(14).empty()) ended.insert(row.Text(2));
  }
  ASSIGN_OR_RETURN(const auto responsibilities, LoadResponsibilities(transaction, ended));
  for (const sql::Row& row : rows) {
    StoredMembership stored = FromRow(row);
    for (v1::MemberRole& role : roles[stored.membership.name()]) {
      *stored.membership.add_roles() = std::move(role);
    }
    for (v1::Affiliation& affiliation : affiliations[stored.membership.name()]) {
      *stored.membership.add_affiliations() = std::move(affiliation);
    }
    const auto passed = responsibilities.find(stored.membership.authority());
    if (passed != responsibilities.end()) stored.responsibilities = passed->second;
    memberships[row.Text(0)].push_back(std::move(stored));
  }
  return memberships;
}

absl::Status InsertMembership(sql::Transaction& transaction, const StoredMembership& stored) {
  sql::Parameters parameters = Columns(stored);
  const std::string person = PersonOf(stored.membership.name());
  parameters.push_back({"person", person});
  parameters.push_back({"authority", stored.membership.authority()});
  parameters.push_back({"imported", sql::Bytes{}});
  ASSIGN_OR_RETURN(const int64_t added,
                   transaction.Execute(
                       "INSERT INTO memberships (id, person, authority, council_key, ward, party, "
                       "start_date, end_date, term_end_date, imported, seat, leaving, "
                       "party_withheld, ward_key) VALUES (:id, :person, :authority, "
                       ":council_key, :ward, '', :start_date, :end_date, :term_end_date, "
                       ":imported, :seat, :leaving, :party_withheld, :ward_key) ON CONFLICT DO "
                       "NOTHING",
                       parameters));
  if (added != 1) return KeyTaken();
  RETURN_IF_ERROR(SaveMemberRoles(transaction, stored.membership));
  return SaveAffiliations(transaction, stored.membership);
}

absl::Status SaveMembership(sql::Transaction& transaction, const StoredMembership& stored) {
  const v1::Membership& membership = stored.membership;
  ASSIGN_OR_RETURN(const auto others,
                   transaction.Query("SELECT id FROM memberships WHERE authority = :authority AND "
                                     "council_key = :council_key AND id <> :id",
                                     {{"authority", membership.authority()},
                                      {"council_key", membership.council_key()},
                                      {"id", membership.name()}}));
  if (!others.empty()) return KeyTaken();
  return transaction
      .Execute(
          "UPDATE memberships SET council_key = :council_key, ward = :ward, start_date = "
          ":start_date, end_date = :end_date, term_end_date = :term_end_date, seat = :seat, "
          "leaving = :leaving, party_withheld = :party_withheld, ward_key = :ward_key WHERE id = "
          ":id",
          Columns(stored))
      .status();
}

absl::Status FillMembershipLists(sql::Transaction& transaction) {
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query("SELECT id, ward FROM memberships WHERE ward <> '' AND "
                                       "ward_key = '' AND id > :after ORDER BY id LIMIT :limit",
                                       {{"after", after}, {"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    after = rows.back().Text(0);
    for (const sql::Row& row : rows) {
      RETURN_IF_ERROR(transaction
                          .Execute("UPDATE memberships SET ward_key = :ward_key WHERE id = :id",
                                   {{"id", row.Text(0)}, {"ward_key", WardKey(row.Text(1))}})
                          .status());
    }
  }
}

absl::Status SaveMemberRoles(sql::Transaction& transaction, const v1::Membership& membership) {
  RETURN_IF_ERROR(transaction
                      .Execute("DELETE FROM member_roles WHERE membership = :membership",
                               {{"membership", membership.name()}})
                      .status());
  for (const v1::MemberRole& role : membership.roles()) {
    RETURN_IF_ERROR(InsertMemberRole(transaction, role));
  }
  return absl::OkStatus();
}

absl::Status SaveAffiliations(sql::Transaction& transaction, const v1::Membership& membership) {
  RETURN_IF_ERROR(transaction
                      .Execute("DELETE FROM affiliations WHERE membership = :membership",
                               {{"membership", membership.name()}})
                      .status());
  Values rows;
  for (const v1::Affiliation& held : membership.affiliations()) {
    rows.Add({membership.name(), held.start_date(), held.end_date(), held.party(),
              held.political_group()});
  }
  return InsertRows(transaction,
                    "affiliations (membership, start_date, end_date, party, political_group)", rows)
      .status();
}

absl::Status InsertMemberRole(sql::Transaction& transaction, const v1::MemberRole& role) {
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO member_roles (id, membership, role_code, start_date, "
                          "end_date) VALUES (:id, :membership, :role_code, :start_date, :end_date) "
                          "ON CONFLICT DO NOTHING",
                          {{"id", role.name()},
                           {"membership", MembershipOf(role.name())},
                           {"role_code", role.role_code()},
                           {"start_date", role.start_date()},
                           {"end_date", role.end_date()}}));
  if (added == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "The same role begins on the same day already.");
}

}  // namespace telemachus::registry
