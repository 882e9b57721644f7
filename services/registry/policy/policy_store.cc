#include "registry/policy/policy_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/national/dated_versions.h"
#include "registry/national/national_policy_store.h"
#include "registry/store/values.h"
#include "registry/store/version.h"
#include "registry/succession/heritage_store.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT body, withdrawn_at FROM policies ";

v1::Policy FromBlob(const std::string& body) {
  v1::Policy policy;
  policy.ParseFromString(body);
  return policy;
}

StoredPolicy FromRow(const sql::Row& row) {
  StoredPolicy stored{.policy = FromBlob(row.Blob(0)), .withdrawn_at = std::nullopt};
  if (row.Int(1) != 0) stored.withdrawn_at = row.Time(1);
  return stored;
}

// A book of where the authorities lie, and of their nations.
absl::StatusOr<PolicyBook> OpenBook(sql::Transaction& transaction, const Values& authorities) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat("SELECT id, nation FROM authorities WHERE id IN (", authorities.Text(), ")"),
          authorities.Parameters()));
  std::set<std::string> nations;
  for (const sql::Row& row : rows) nations.insert(row.Text(1));
  ASSIGN_OR_RETURN(NationBook laid_down, LoadNations(transaction, nations));
  PolicyBook book(std::move(laid_down));
  for (const sql::Row& row : rows) book.Place(row.Text(0), row.Text(1));
  return book;
}

}  // namespace

absl::StatusOr<v1::Policy> PolicyOn(sql::Transaction& transaction, const std::string& authority,
                                    absl::string_view day) {
  ASSIGN_OR_RETURN(const PolicyBook book, LoadPolicies(transaction, {authority}));
  return book.On(authority, day);
}

absl::StatusOr<PolicyBook> LoadPolicies(sql::Transaction& transaction,
                                        const std::set<std::string>& authorities) {
  if (authorities.empty()) return PolicyBook();
  ASSIGN_OR_RETURN(std::set<std::string> all, AncestorsOf(transaction, authorities));
  all.insert(authorities.begin(), authorities.end());
  const Values values = Values::Of(all).Padded();
  ASSIGN_OR_RETURN(PolicyBook book, OpenBook(transaction, values));
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat("SELECT authority, body FROM policies WHERE "
                                                  "withdrawn_at = 0 AND authority IN (",
                                                  values.Text(), ") ORDER BY authority, version"),
                                     values.Parameters()));
  for (const sql::Row& row : rows) book.Add(row.Text(0), FromBlob(row.Blob(1)));
  RETURN_IF_ERROR(AddHeritage(transaction, authorities, book));
  return book;
}

absl::StatusOr<StoredPolicy> LoadPolicy(sql::Transaction& transaction, const std::string& name) {
  const std::optional<VersionKey> key = ParseVersion(name);
  if (!key.has_value()) return absl::NotFoundError("versions are numbers");
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow(
          absl::StrCat(kColumns, "WHERE authority = :authority AND version = :version"),
          {{"authority", key->owner}, {"version", key->version}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<StoredPolicy>> ListPolicies(sql::Transaction& transaction,
                                                       const std::string& authority, int64_t below,
                                                       int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE authority = :authority AND version < :below "
                                     "ORDER BY version DESC LIMIT :limit"),
                        {{"authority", authority}, {"below", below}, {"limit", limit}}));
  std::vector<StoredPolicy> policies;
  policies.reserve(rows.size());
  for (const sql::Row& row : rows) policies.push_back(FromRow(row));
  return policies;
}

absl::StatusOr<int64_t> VersionOn(sql::Transaction& transaction, const std::string& authority,
                                  absl::string_view day) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow("SELECT COALESCE(MAX(version), 0) FROM policies WHERE authority = "
                           ":authority AND effective_date <= :day AND withdrawn_at = 0",
                           {{"authority", authority}, {"day", day}}));
  return row.Int(0);
}

absl::Status InsertPolicy(sql::Transaction& transaction, const std::string& authority,
                          const v1::Policy& policy) {
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO policies (authority, version, effective_date, body) VALUES "
                          "(:authority, :version, :effective_date, :body) ON CONFLICT DO NOTHING",
                          {{"authority", authority},
                           {"version", int64_t{policy.version()}},
                           {"effective_date", policy.effective_date()},
                           {"body", sql::Bytes{policy.SerializeAsString()}}}));
  return added == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

}  // namespace telemachus::registry
