#include "registry/guidance/guidance_store.h"

#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/guidance/guidance_versions.h"

namespace telemachus::registry {
namespace {

constexpr char kVersions[] = "/versions/";

// Which version a name means; 0: as it reads now.
absl::StatusOr<GuidanceKey> ParseName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, kVersions);
  GuidanceKey key(id::LastSegment(parts[0]), 0);
  if (parts.size() > 1 && (!absl::SimpleAtoi(parts[1], &key.second) || key.second < 1)) {
    return absl::NotFoundError("versions are numbers from 1");
  }
  return key;
}

void SetPresent(v1::Guidance& item) {
  item.set_name(absl::StrCat("guidance/", item.code()));
  item.set_etag(absl::StrCat(item.version()));
}

}  // namespace

absl::StatusOr<v1::Guidance> LoadGuidance(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(GuidanceKey key, ParseName(name));
  const bool present = key.second == 0;
  if (present) {
    ASSIGN_OR_RETURN(const sql::Row row,
                     transaction.QueryRow("SELECT version FROM guidance WHERE code = :code",
                                          {{"code", key.first}}));
    key.second = row.Int(0);
  }
  ASSIGN_OR_RETURN(auto items, LoadVersions(transaction, {key}));
  items.front().set_name(name);
  if (present) SetPresent(items.front());
  return std::move(items.front());
}

absl::StatusOr<std::vector<v1::Guidance>> ListGuidance(sql::Transaction& transaction,
                                                       const GuidanceFilter& filter,
                                                       const std::string& after, int limit) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT g.code, g.version FROM guidance g JOIN guidance_versions v ON "
                        "v.code = g.code AND v.version = g.version WHERE g.code > :after AND "
                        "(:day = '' OR v.end_date = '' OR v.end_date > :day) AND "
                        "(:audience = '' OR EXISTS (SELECT 1 FROM guidance_audiences a WHERE "
                        "a.code = g.code AND a.version = g.version AND a.audience = :audience)) "
                        "AND (:stage = '' OR EXISTS (SELECT 1 FROM guidance_stages s WHERE "
                        "s.code = g.code AND s.version = g.version AND s.stage = :stage)) "
                        "ORDER BY g.code LIMIT :limit",
                        {{"after", after},
                         {"day", filter.in_force_on},
                         {"audience", WordOf(filter.audience)},
                         {"stage", WordOf(filter.stage)},
                         {"limit", limit}}));
  std::vector<GuidanceKey> keys;
  keys.reserve(rows.size());
  for (const sql::Row& row : rows) keys.emplace_back(row.Text(0), row.Int(1));
  ASSIGN_OR_RETURN(auto items, LoadVersions(transaction, keys));
  for (v1::Guidance& item : items) SetPresent(item);
  return items;
}

absl::Status InsertGuidance(sql::Transaction& transaction, v1::Guidance& guidance) {
  ASSIGN_OR_RETURN(const int64_t added,
                   transaction.Execute("INSERT INTO guidance (code, version) VALUES (:code, 1) ON "
                                       "CONFLICT DO NOTHING",
                                       {{"code", guidance.code()}}));
  if (added != 1) {
    return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                         "There is guidance of this code already.");
  }
  guidance.set_version(1);
  SetPresent(guidance);
  return InsertVersion(transaction, guidance);
}

absl::Status SaveGuidance(sql::Transaction& transaction, v1::Guidance& guidance) {
  const int64_t read = guidance.version();
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute(
          "UPDATE guidance SET version = :next WHERE code = :code AND "
          "version = :version",
          {{"code", guidance.code()}, {"version", int64_t{read}}, {"next", int64_t{read + 1}}}));
  if (changed != 1) return ChangedMeanwhile();
  guidance.set_version(read + 1);
  SetPresent(guidance);
  return InsertVersion(transaction, guidance);
}

}  // namespace telemachus::registry
