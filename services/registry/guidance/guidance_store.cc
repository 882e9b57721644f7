#include "registry/guidance/guidance_store.h"

#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/filter/condition.h"
#include "common/filter/listing.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/guidance/guidance_versions.h"
#include "registry/store/version.h"

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

const filter::Fields& GuidanceFields() {
  static const auto* const fields = new filter::Fields{
      {{.path = "code", .column = "g.code"},
       {.path = "end_date", .type = filter::Type::kDate, .column = "v.end_date"}},
      "v.words"};
  return *fields;
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

absl::StatusOr<GuidancePage> ListGuidance(sql::Transaction& transaction,
                                          const v1::ListGuidanceRequest& request,
                                          const std::string& day, const std::string& position,
                                          int size) {
  ASSIGN_OR_RETURN(filter::Condition wanted,
                   filter::ConditionOf(request.filter(), GuidanceFields()));
  ASSIGN_OR_RETURN(
      const filter::Order order,
      filter::Order::Parse(request.order_by(), {{"code", "g.code"}, {"title", "v.title_key"}},
                           {"code", "g.code"}));
  filter::Listing listing{.columns = "g.code, g.version",
                          .column_count = 2,
                          .from =
                              "guidance g JOIN guidance_versions v ON v.code = g.code AND "
                              "v.version = g.version",
                          .where = std::move(wanted.text),
                          .parameters = std::move(wanted.parameters)};
  const auto narrow = [&](absl::string_view condition, absl::string_view name,
                          const std::string& value) {
    if (value.empty()) return;
    absl::StrAppend(&listing.where, " AND ", condition);
    listing.parameters.push_back({name, value});
  };
  narrow("(v.end_date = '' OR v.end_date > :day)", "day", request.show_retired() ? "" : day);
  narrow(
      "EXISTS (SELECT 1 FROM guidance_audiences a WHERE a.code = g.code AND a.version = g.version "
      "AND a.audience = :audience)",
      "audience", WordOf(request.audience()));
  narrow(
      "EXISTS (SELECT 1 FROM guidance_stages s WHERE s.code = g.code AND s.version = g.version AND "
      "s.stage = :stage)",
      "stage", WordOf(request.stage()));
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing, order, position, size));
  std::vector<GuidanceKey> keys;
  for (const sql::Row& row : page.rows) keys.emplace_back(row.Text(0), row.Int(1));
  GuidancePage read;
  read.next = std::move(page.next);
  ASSIGN_OR_RETURN(read.items, LoadVersions(transaction, keys));
  for (v1::Guidance& item : read.items) SetPresent(item);
  return read;
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
