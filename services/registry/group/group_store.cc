#include "registry/group/group_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT body, version FROM political_groups ";
// Between the parts of a position; in no date and no name.
constexpr char kSeparator = '|';
// More than any authority has members.
constexpr int kMostMembers = 1000;
// More than the authorities of one person ever had.
constexpr int kMostGroups = 10000;

StoredGroup FromRow(const sql::Row& row) {
  StoredGroup stored;
  stored.group.ParseFromString(row.Blob(0));
  stored.version = row.Int(1);
  stored.group.set_etag(absl::StrCat(stored.version));
  return stored;
}

sql::Parameters Columns(const StoredGroup& stored) {
  v1::PoliticalGroup body = stored.group;
  body.clear_state();
  body.clear_members();
  body.clear_etag();
  return {{"id", stored.group.name()},
          {"end_date", stored.group.end_date()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

absl::StatusOr<StoredGroup> LoadGroup(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<StoredGroup>> ListGroups(sql::Transaction& transaction,
                                                    const GroupFilter& filter,
                                                    const std::string& after, int limit) {
  const size_t cut = after.find(kSeparator);
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(
              kColumns,
              "WHERE authority = :authority AND (:day = '' OR end_date = '' OR end_date >= "
              ":day) AND (start_date > :start_date OR (start_date = :start_date AND id > "
              ":id)) ORDER BY start_date, id LIMIT :limit"),
          {{"authority", filter.authority},
           {"day", filter.living_on},
           {"start_date", after.substr(0, cut)},
           {"id", cut == std::string::npos ? std::string() : after.substr(cut + 1)},
           {"limit", limit}}));
  std::vector<StoredGroup> groups;
  for (const sql::Row& row : rows) groups.push_back(FromRow(row));
  return groups;
}

absl::StatusOr<std::vector<StoredGroup>> GroupsAround(sql::Transaction& transaction,
                                                      const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE authority IN (SELECT authority FROM memberships WHERE "
                                     "person = :person UNION SELECT r.responsible FROM memberships "
                                     "m JOIN responsibilities r ON r.authority = m.authority WHERE "
                                     "m.person = :person) ORDER BY id LIMIT :limit"),
                        {{"person", person}, {"limit", kMostGroups}}));
  std::vector<StoredGroup> groups;
  for (const sql::Row& row : rows) groups.push_back(FromRow(row));
  return groups;
}

std::string PositionOf(const v1::PoliticalGroup& group) {
  return absl::StrCat(group.start_date(), std::string(1, kSeparator), group.name());
}

absl::Status InsertGroup(sql::Transaction& transaction, StoredGroup& stored) {
  stored.version = 1;
  stored.group.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"authority", AuthorityOfGroup(stored.group.name())});
  parameters.push_back({"start_date", stored.group.start_date()});
  return transaction
      .Execute(
          "INSERT INTO political_groups (id, authority, start_date, end_date, version, body) "
          "VALUES "
          "(:id, :authority, :start_date, :end_date, :version, :body)",
          parameters)
      .status();
}

absl::Status SaveGroup(sql::Transaction& transaction, StoredGroup& stored) {
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    "UPDATE political_groups SET end_date = :end_date, version = :next, body "
                    "= :body WHERE id = :id AND version = :version",
                    Columns(stored), stored.version));
  stored.group.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::StatusOr<std::unordered_map<std::string, std::vector<std::string>>> AffiliatedOn(
    sql::Transaction& transaction, const std::vector<std::string>& groups, const std::string& day) {
  std::unordered_map<std::string, std::vector<std::string>> members;
  if (groups.empty()) return members;
  const Values values = Values::Of(groups).Padded();
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat("SELECT f.political_group, m.id FROM affiliations f JOIN "
                                     "memberships m ON m.id = f.membership WHERE f.political_group "
                                     "IN (",
                                     values.Text(),
                                     ") AND m.start_date <= :day AND f.start_date <= :day AND "
                                     "(f.end_date = '' OR f.end_date >= :day) ORDER BY m.id"),
                        values.Parameters({{"day", day}})));
  for (const sql::Row& row : rows) members[row.Text(0)].push_back(row.Text(1));
  return members;
}

absl::StatusOr<std::vector<std::string>> AffiliatedAfter(sql::Transaction& transaction,
                                                         const std::string& group,
                                                         const std::string& day) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT DISTINCT membership FROM affiliations WHERE political_group = "
                        ":group AND (end_date = '' OR end_date > :day) ORDER BY membership LIMIT "
                        ":limit",
                        {{"group", group}, {"day", day}, {"limit", kMostMembers}}));
  std::vector<std::string> memberships;
  for (const sql::Row& row : rows) memberships.push_back(row.Text(0));
  return memberships;
}

std::string AuthorityOfGroup(absl::string_view name) {
  return std::string(name.substr(0, name.find("/politicalGroups/")));
}

}  // namespace telemachus::registry
