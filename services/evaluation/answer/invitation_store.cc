#include "evaluation/answer/invitation_store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"

namespace telemachus::evaluation {
namespace {

constexpr char kColumns[] =
    "SELECT id, person, agreement, occasion, authority, region, nation, given, created_at "
    "FROM invitations ";

StoredInvitation FromRow(const sql::Row& row) {
  return {.name = row.Text(0),
          .person = row.Text(1),
          .agreement = row.Text(2),
          .occasion = static_cast<v1::Occasion>(row.Int(3)),
          .scope = {.authority = row.Text(4), .region = row.Text(5), .nation = row.Text(6)},
          .given = row.Bool(7),
          .created = row.Time(8)};
}

}  // namespace

absl::Status Invite(sql::Transaction& transaction, const StoredInvitation& invitation) {
  return transaction
      .Execute(
          "INSERT INTO invitations (id, person, agreement, occasion, authority, region, nation, "
          "given, created_at) VALUES (:id, :person, :agreement, :occasion, :authority, :region, "
          ":nation, :given, :created_at) ON CONFLICT (agreement, person, occasion) DO NOTHING",
          {{"id", invitation.name},
           {"person", invitation.person},
           {"agreement", invitation.agreement},
           {"occasion", static_cast<int>(invitation.occasion)},
           {"authority", invitation.scope.authority},
           {"region", invitation.scope.region},
           {"nation", invitation.scope.nation},
           {"given", invitation.given},
           {"created_at", invitation.created}})
      .status();
}

absl::StatusOr<StoredInvitation> LoadInvitation(sql::Transaction& transaction,
                                                const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<bool> MarkGiven(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(
      int64_t changed,
      transaction.Execute("UPDATE invitations SET given = 1 WHERE id = :id AND given = 0",
                          {{"id", name}}));
  return changed == 1;
}

absl::StatusOr<std::vector<StoredInvitation>> ListOpenInvitations(sql::Transaction& transaction,
                                                                  const std::string& person,
                                                                  const std::string& after,
                                                                  int limit) {
  int64_t created = -1;
  std::string id;
  if (!after.empty()) {
    const std::pair<std::string, std::string> position =
        absl::StrSplit(after, absl::MaxSplits('|', 1));
    if (!absl::SimpleAtoi(position.first, &created)) return absl::InternalError("bad position");
    id = position.second;
  }
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE person = :person AND given = 0 AND "
                                     "(created_at > :created OR (created_at = :created AND id > "
                                     ":id)) ORDER BY created_at, id LIMIT :limit"),
                        {{"person", person}, {"created", created}, {"id", id}, {"limit", limit}}));
  std::vector<StoredInvitation> invitations;
  invitations.reserve(rows.size());
  for (const sql::Row& row : rows) invitations.push_back(FromRow(row));
  return invitations;
}

absl::StatusOr<std::vector<StoredInvitation>> ListAllInvitations(sql::Transaction& transaction,
                                                                 const std::string& person,
                                                                 int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat(kColumns,
                                                  "WHERE person = :person ORDER BY "
                                                  "created_at, id LIMIT :limit"),
                                     {{"person", person}, {"limit", limit}}));
  std::vector<StoredInvitation> invitations;
  invitations.reserve(rows.size());
  for (const sql::Row& row : rows) invitations.push_back(FromRow(row));
  return invitations;
}

std::string PositionOf(const StoredInvitation& invitation) {
  return absl::StrCat(absl::ToUnixMicros(invitation.created), "|", invitation.name);
}

}  // namespace telemachus::evaluation
