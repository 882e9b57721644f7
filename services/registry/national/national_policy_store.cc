#include "registry/national/national_policy_store.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "google/protobuf/util/json_util.h"
#include "registry/authority/authority_store.h"
#include "registry/national/dated_versions.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

namespace util = google::protobuf::util;

constexpr char kColumns[] = "SELECT body, withdrawn_at, nation FROM national_policies ";

absl::StatusOr<v1::NationalPolicy> FromRow(const sql::Row& row) {
  v1::NationalPolicy policy;
  util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // what a later program wrote
  if (!util::JsonStringToMessage(row.Text(0), &policy, options).ok()) {
    return absl::DataLossError("a national policy cannot be read");
  }
  if (row.Int(1) != 0) *policy.mutable_withdraw_time() = time::ToProto(row.Time(1));
  return policy;
}

}  // namespace

absl::StatusOr<v1::NationalPolicy> LoadNationalPolicy(sql::Transaction& transaction,
                                                      const std::string& name) {
  const std::optional<VersionKey> key = ParseVersion(name);
  if (!key.has_value()) return absl::NotFoundError("versions are numbers");
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow(absl::StrCat(kColumns, "WHERE nation = :nation AND version = :version"),
                           {{"nation", key->owner}, {"version", key->version}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<v1::NationalPolicy>> ListNationalPolicies(sql::Transaction& transaction,
                                                                     const std::string& nation,
                                                                     int64_t below, int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat(kColumns,
                                                  "WHERE nation = :nation AND version < :below "
                                                  "ORDER BY version DESC LIMIT :limit"),
                                     {{"nation", nation}, {"below", below}, {"limit", limit}}));
  std::vector<v1::NationalPolicy> policies;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(policies.emplace_back(), FromRow(row));
  }
  return policies;
}

absl::StatusOr<NationBook> LoadNations(sql::Transaction& transaction,
                                       const std::set<std::string>& nations) {
  NationBook book;
  if (nations.empty()) return book;
  const Values values = Values::Of(nations);
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns, "WHERE withdrawn_at = 0 AND nation IN (",
                                     values.Text(), ") ORDER BY nation, version"),
                        values.Parameters()));
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(v1::NationalPolicy policy, FromRow(row));
    book.Add(row.Text(2), std::move(policy));
  }
  return book;
}

absl::Status InsertNationalPolicy(sql::Transaction& transaction, const std::string& nation,
                                  const v1::NationalPolicy& policy) {
  std::string body;
  if (!util::MessageToJsonString(policy, &body).ok()) {
    return absl::InternalError("a national policy cannot be written");
  }
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute(
          "INSERT INTO national_policies (nation, version, effective_date, withdrawn_at, body) "
          "VALUES (:nation, :version, :effective_date, 0, :body) ON CONFLICT DO NOTHING",
          {{"nation", nation},
           {"version", int64_t{policy.version()}},
           {"effective_date", policy.defaults().effective_date()},
           {"body", body}}));
  return added == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<std::set<std::string>> AuthoritiesOfNation(sql::Transaction& transaction,
                                                          const std::string& nation) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT id FROM authorities WHERE nation = :nation", {{"nation", nation}}));
  std::set<std::string> authorities;
  for (const sql::Row& row : rows) authorities.insert(row.Text(0));
  return authorities;
}

}  // namespace telemachus::registry
