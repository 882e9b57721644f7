#include "registry/invitation/invitation_store.h"

#include <cstdint>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/person/membership_store.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

// Between the parts of a position; in no number and no name.
constexpr char kSeparator = '|';

StoredInvitation FromRow(const sql::Row& row) {
  StoredInvitation stored;
  stored.invitation.ParseFromString(row.Blob(0));
  return stored;
}

int64_t CreatedAt(const StoredInvitation& stored) {
  return absl::ToUnixMicros(time::FromProto(stored.invitation.create_time()));
}

}  // namespace

absl::StatusOr<StoredInvitation> LoadInvitation(sql::Transaction& transaction,
                                                const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT body FROM mentoring_invitations WHERE id = :id",
                                        {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::optional<StoredInvitation>> LoadLatest(sql::Transaction& transaction,
                                                           const std::string& person) {
  ASSIGN_OR_RETURN(const auto found, ListInvitations(transaction, person, "", 1));
  if (found.empty()) return std::optional<StoredInvitation>();
  return std::optional<StoredInvitation>(found.front());
}

absl::StatusOr<std::vector<StoredInvitation>> ListInvitations(sql::Transaction& transaction,
                                                              const std::string& person,
                                                              const std::string& after, int limit) {
  const size_t cut = after.find(kSeparator);
  int64_t before = std::numeric_limits<int64_t>::max();
  if (!after.empty() && !absl::SimpleAtoi(after.substr(0, cut), &before)) {
    return absl::InternalError("a page token holds no time");
  }
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          "SELECT body FROM mentoring_invitations WHERE person = :person AND (create_time < "
          ":before OR (create_time = :before AND id < :id)) ORDER BY create_time DESC, id DESC "
          "LIMIT :limit",
          {{"person", person},
           {"before", before},
           {"id", cut == std::string::npos ? std::string() : after.substr(cut + 1)},
           {"limit", limit}}));
  std::vector<StoredInvitation> invitations;
  invitations.reserve(rows.size());
  for (const sql::Row& row : rows) invitations.push_back(FromRow(row));
  return invitations;
}

std::string PositionOf(const StoredInvitation& stored) {
  return absl::StrCat(CreatedAt(stored), std::string(1, kSeparator), stored.invitation.name());
}

absl::Status InsertInvitation(sql::Transaction& transaction, const StoredInvitation& stored) {
  const v1::MentoringInvitation& invitation = stored.invitation;
  return transaction
      .Execute(
          "INSERT INTO mentoring_invitations (id, person, create_time, left_date, state, body) "
          "VALUES (:id, :person, :create_time, :left_date, :state, :body)",
          {{"id", invitation.name()},
           {"person", PersonOf(invitation.name())},
           {"create_time", CreatedAt(stored)},
           {"left_date", invitation.left_date()},
           {"state", int{invitation.state()}},
           {"body", sql::Bytes{invitation.SerializeAsString()}}})
      .status();
}

absl::Status SaveInvitation(sql::Transaction& transaction, const StoredInvitation& stored) {
  const v1::MentoringInvitation& invitation = stored.invitation;
  ASSIGN_OR_RETURN(
      const int64_t written,
      transaction.Execute("UPDATE mentoring_invitations SET left_date = :left_date, state = "
                          ":state, body = :body WHERE id = :id AND state = :open",
                          {{"id", invitation.name()},
                           {"left_date", invitation.left_date()},
                           {"state", int{invitation.state()}},
                           {"open", int{v1::MentoringInvitation::STATE_ASKED}},
                           {"body", sql::Bytes{invitation.SerializeAsString()}}}));
  return written == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

}  // namespace telemachus::registry
