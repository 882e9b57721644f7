#include "registry/person/membership_store.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

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

StoredMembership FromRow(const sql::Row& row) {
  StoredMembership stored;
  v1::Membership& membership = stored.membership;
  membership.set_name(row.Text(1));
  membership.set_authority(row.Text(2));
  membership.set_council_key(row.Text(3));
  membership.set_ward(row.Text(4));
  membership.set_party(row.Text(5));
  membership.set_start_date(row.Text(6));
  membership.set_end_date(row.Text(7));
  membership.set_term_end_date(row.Text(8));
  stored.scope = {.authority = row.Text(2), .region = row.Text(9), .nation = row.Text(10)};
  stored.authority_type = static_cast<v1::Authority::Type>(row.Int(11));
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
          absl::StrCat("SELECT m.person, m.id, m.authority, m.council_key, m.ward, m.party, "
                       "m.start_date, m.end_date, m.term_end_date, a.region, a.nation, a.type, "
                       "a.end_date "
                       "FROM memberships m JOIN authorities a ON a.id = m.authority "
                       "WHERE m.person IN (",
                       values.Text(), ") ORDER BY m.start_date, m.id"),
          values.Parameters()));
  ASSIGN_OR_RETURN(Roles roles, LoadRoles(transaction, values));
  std::set<std::string> ended;
  for (const sql::Row& row : rows) {
    if (!row.Text(12).empty()) ended.insert(row.Text(2));
  }
  ASSIGN_OR_RETURN(const auto responsibilities, LoadResponsibilities(transaction, ended));
  for (const sql::Row& row : rows) {
    StoredMembership stored = FromRow(row);
    for (v1::MemberRole& role : roles[stored.membership.name()]) {
      *stored.membership.add_roles() = std::move(role);
    }
    const auto passed = responsibilities.find(stored.membership.authority());
    if (passed != responsibilities.end()) stored.responsibilities = passed->second;
    memberships[row.Text(0)].push_back(std::move(stored));
  }
  return memberships;
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
