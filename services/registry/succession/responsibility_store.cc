#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

constexpr int kMostWards = 2000;  // many times what the largest authority has

std::vector<Ward> Wards(const std::vector<sql::Row>& rows) {
  std::vector<Ward> wards;
  wards.reserve(rows.size());
  for (const sql::Row& row : rows) wards.push_back({.authority = row.Text(0), .name = row.Text(1)});
  return wards;
}

}  // namespace

absl::StatusOr<std::unordered_map<std::string, std::vector<Responsibility>>> LoadResponsibilities(
    sql::Transaction& transaction, const std::set<std::string>& authorities) {
  std::unordered_map<std::string, std::vector<Responsibility>> responsibilities;
  if (authorities.empty()) return responsibilities;
  const Values values = Values::Of(authorities).Padded();
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat("SELECT r.authority, r.ward, r.from_date, r.until_date, r.responsible, "
                       "a.region, a.nation FROM responsibilities r JOIN authorities a ON a.id = "
                       "r.responsible WHERE r.authority IN (",
                       values.Text(), ") ORDER BY r.authority, r.ward, r.from_date"),
          values.Parameters()));
  for (const sql::Row& row : rows) {
    responsibilities[row.Text(0)].push_back(
        {.ward = row.Text(1),
         .from_date = row.Text(2),
         .until_date = row.Text(3),
         .scope = {.authority = row.Text(4), .region = row.Text(5), .nation = row.Text(6)}});
  }
  return responsibilities;
}

absl::StatusOr<std::set<std::string>> PassedTo(sql::Transaction& transaction,
                                               const std::string& authority,
                                               const std::string& day) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT DISTINCT authority FROM responsibilities WHERE "
                                     "responsible = :authority AND authority <> :authority AND "
                                     "from_date <= :day AND (until_date = '' OR until_date > "
                                     ":day) ORDER BY authority",
                                     {{"authority", authority}, {"day", day}}));
  std::set<std::string> authorities;
  for (const sql::Row& row : rows) authorities.insert(row.Text(0));
  return authorities;
}

absl::StatusOr<access::Scope> ResponsibleScope(sql::Transaction& transaction,
                                               const std::string& authority,
                                               absl::string_view day) {
  ASSIGN_OR_RETURN(const StoredAuthority stored, LoadAuthority(transaction, authority));
  if (stored.authority.end_date().empty()) return ScopeOf(stored.authority);
  ASSIGN_OR_RETURN(auto responsibilities, LoadResponsibilities(transaction, {authority}));
  const Responsibility* found = FindResponsibility(responsibilities[authority], "", day);
  return found == nullptr ? ScopeOf(stored.authority) : found->scope;
}

std::string ResponsibleExpression() {
  const auto responsible = [](const char* ward) {
    return absl::StrCat(
        "(SELECT r.responsible FROM responsibilities r WHERE r.authority = m.authority AND r.ward "
        "= ",
        ward, " AND r.from_date <= :day AND (r.until_date = '' OR r.until_date > :day))");
  };
  return absl::StrCat("COALESCE(", responsible("m.ward"), ", ", responsible("''"),
                      ", m.authority)");
}

std::string ResponsibleCondition() {
  // The list of authorities that come into question lets the engine use the index of memberships.
  return absl::StrCat(
      "m.authority IN (SELECT CAST(:authority AS TEXT) UNION SELECT authority FROM "
      "responsibilities WHERE responsible = :authority) AND ",
      ResponsibleExpression(), " = :authority");
}

absl::StatusOr<std::vector<Ward>> WardsOf(sql::Transaction& transaction,
                                          const std::string& authority) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT authority, ward FROM seats WHERE authority = :authority UNION "
                        "SELECT authority, ward FROM "
                        "memberships WHERE ward <> '' AND (authority = :authority OR authority IN "
                        "(SELECT authority FROM responsibilities WHERE responsible = :authority)) "
                        "ORDER BY ward, authority LIMIT :limit",
                        {{"authority", authority}, {"limit", kMostWards}}));
  return Wards(rows);
}

absl::StatusOr<std::vector<Ward>> WardsUnder(sql::Transaction& transaction,
                                             const std::string& authority, const std::string& day) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat("SELECT DISTINCT m.authority, m.ward FROM "
                                     "memberships m WHERE ",
                                     ResponsibleCondition(),
                                     " AND m.ward <> '' ORDER BY m.ward, m.authority LIMIT :limit"),
                        {{"authority", authority}, {"day", day}, {"limit", kMostWards}}));
  return Wards(rows);
}

}  // namespace telemachus::registry
