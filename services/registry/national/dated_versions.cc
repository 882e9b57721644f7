#include "registry/national/dated_versions.h"

#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::registry {
namespace {

constexpr absl::string_view kCollection = "/policies/";

}  // namespace

std::optional<VersionKey> ParseVersion(absl::string_view name) {
  const size_t collection = name.find(kCollection);
  if (collection == absl::string_view::npos) return std::nullopt;
  const absl::string_view number = name.substr(collection + kCollection.size());
  VersionKey key{.owner = std::string(name.substr(0, collection))};
  // "007" names nothing: a version has one name.
  if (!absl::SimpleAtoi(number, &key.version) || absl::StrCat(key.version) != number) {
    return std::nullopt;
  }
  return key;
}

int64_t VersionBefore(absl::string_view position) {
  int64_t version = 0;
  return absl::SimpleAtoi(position, &version) ? version : std::numeric_limits<int64_t>::max();
}

absl::StatusOr<LatestVersion> FindLatest(sql::Transaction& transaction, const DatedTable& table,
                                         const std::string& owner) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow(
          absl::StrCat("SELECT COALESCE(MAX(version), 0), COALESCE(MAX(CASE WHEN withdrawn_at = 0 "
                       "THEN effective_date END), '') FROM ",
                       table.name, " WHERE ", table.owner, " = :owner"),
          {{"owner", owner}}));
  return LatestVersion{.version = row.Int(0), .effective_date = row.Text(1)};
}

absl::StatusOr<bool> Withdraw(sql::Transaction& transaction, const DatedTable& table,
                              const VersionKey& key, absl::string_view today, absl::Time now) {
  ASSIGN_OR_RETURN(
      const int64_t withdrawn,
      transaction.Execute(
          absl::StrCat("UPDATE ", table.name, " SET withdrawn_at = :now WHERE ", table.owner,
                       " = :owner AND version = :version AND withdrawn_at = 0 AND "
                       "effective_date > :today"),
          {{"now", now}, {"owner", key.owner}, {"version", key.version}, {"today", today}}));
  return withdrawn == 1;
}

}  // namespace telemachus::registry
