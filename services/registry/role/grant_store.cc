#include "registry/role/grant_store.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/person/membership_store.h"
#include "registry/store/version.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] =
    "SELECT g.id, g.role, g.scope, g.party, g.end_date, COALESCE(a.region, ''), "
    "COALESCE(a.nation, r.nation, ''), COALESCE(a.end_date, '') FROM grants g LEFT JOIN "
    "authorities a ON a.id = g.scope "
    "LEFT JOIN regions r ON r.id = g.scope ";

constexpr char kEngland[] = "nations/england";
constexpr char kWales[] = "nations/wales";

StoredGrant FromRow(const sql::Row& row) {
  StoredGrant stored;
  stored.grant.set_name(row.Text(0));
  stored.grant.set_role(static_cast<access::Role>(row.Int(1)));
  stored.grant.set_scope(row.Text(2));
  stored.grant.set_party(row.Text(3));
  stored.grant.set_end_date(row.Text(4));
  const std::string& scope = stored.grant.scope();
  if (absl::StartsWith(scope, "authorities/")) {
    stored.place = {.authority = scope, .region = row.Text(5), .nation = row.Text(6)};
  } else if (absl::StartsWith(scope, "regions/")) {
    stored.place = {.authority = "", .region = scope, .nation = row.Text(6)};
  } else {
    stored.place = {.authority = "", .region = "", .nation = scope};
  }
  return stored;
}

// Who came after the authorities of grants that have ended.
absl::Status AddResponsibilities(sql::Transaction& transaction, const std::vector<sql::Row>& rows,
                                 std::vector<StoredGrant>& grants) {
  std::set<std::string> ended;
  for (const sql::Row& row : rows) {
    if (!row.Text(7).empty()) ended.insert(row.Text(2));
  }
  ASSIGN_OR_RETURN(const auto responsibilities, LoadResponsibilities(transaction, ended));
  for (StoredGrant& stored : grants) {
    const auto passed = responsibilities.find(stored.grant.scope());
    if (passed != responsibilities.end()) stored.responsibilities = passed->second;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<StoredGrant>> LoadGrants(sql::Transaction& transaction,
                                                    const std::string& person) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query(absl::StrCat(kColumns,
                                                             "WHERE g.person = :person "
                                                             "ORDER BY g.id LIMIT 1000"),
                                                {{"person", person}}));
  std::vector<StoredGrant> grants;
  grants.reserve(rows.size());
  for (const sql::Row& row : rows) grants.push_back(FromRow(row));
  RETURN_IF_ERROR(AddResponsibilities(transaction, rows, grants));
  return grants;
}

absl::StatusOr<StoredGrant> LoadGrant(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat(kColumns, "WHERE g.id = :id"),
                                                      {{"id", name}}));
  return FromRow(row);
}

absl::Status InsertGrant(sql::Transaction& transaction, const v1::Grant& grant) {
  return transaction
      .Execute(
          "INSERT INTO grants (id, person, role, scope, party, end_date) VALUES (:id, :person, "
          ":role, :scope, :party, :end_date)",
          {{"id", grant.name()},
           {"person", PersonOf(grant.name())},
           {"role", int{grant.role()}},
           {"scope", grant.scope()},
           {"party", grant.party()},
           {"end_date", grant.end_date()}})
      .status();
}

absl::Status RemoveGrant(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(const int64_t removed,
                   transaction.Execute("DELETE FROM grants WHERE id = :id", {{"id", name}}));
  return removed == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<access::Scope> PlaceOf(sql::Transaction& transaction, const std::string& scope) {
  if (absl::StartsWith(scope, "authorities/")) {
    ASSIGN_OR_RETURN(const StoredAuthority stored, LoadAuthority(transaction, scope));
    return ScopeOf(stored.authority);
  }
  if (absl::StartsWith(scope, "regions/")) {
    ASSIGN_OR_RETURN(const std::string nation, NationOf(transaction, scope));
    return access::Scope{.authority = "", .region = scope, .nation = nation};
  }
  if (scope != kEngland && scope != kWales) return absl::NotFoundError("no such nation");
  return access::Scope{.authority = "", .region = "", .nation = scope};
}

}  // namespace telemachus::registry
