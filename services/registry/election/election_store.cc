#include "registry/election/election_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT body, version FROM elections ";
// Between the parts of a position; in no date and no name.
constexpr char kSeparator = '|';
// After every date.
constexpr char kNoDate[] = "~";

StoredElection FromRow(const sql::Row& row) {
  StoredElection stored;
  stored.election.ParseFromString(row.Blob(0));
  stored.version = row.Int(1);
  stored.election.set_etag(absl::StrCat(stored.version));
  return stored;
}

sql::Parameters Columns(const StoredElection& stored) {
  v1::Election body = stored.election;
  body.clear_etag();
  body.clear_mentors_asked();
  body.clear_mentors_accepted();
  return {{"id", body.name()},
          {"term_start_date", body.term_start_date()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

std::string AuthorityOfElection(const std::string& name) {
  return name.substr(0, name.find("/elections/"));
}

absl::StatusOr<StoredElection> LoadElection(sql::Transaction& transaction,
                                            const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<StoredElection>> ListElections(sql::Transaction& transaction,
                                                          const std::string& authority,
                                                          const std::string& after, int limit) {
  const size_t cut = after.find(kSeparator);
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(kColumns,
                       "WHERE authority = :authority AND (term_start_date < :date OR "
                       "(term_start_date = :date AND id < :id)) ORDER BY term_start_date DESC, "
                       "id DESC LIMIT :limit"),
          {{"authority", authority},
           {"date", after.empty() ? std::string(kNoDate) : after.substr(0, cut)},
           {"id", cut == std::string::npos ? std::string() : after.substr(cut + 1)},
           {"limit", limit}}));
  std::vector<StoredElection> elections;
  elections.reserve(rows.size());
  for (const sql::Row& row : rows) elections.push_back(FromRow(row));
  return elections;
}

std::string PositionOf(const StoredElection& stored) {
  return absl::StrCat(stored.election.term_start_date(), std::string(1, kSeparator),
                      stored.election.name());
}

absl::Status InsertElection(sql::Transaction& transaction, StoredElection& stored) {
  stored.version = 1;
  stored.election.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  const std::string authority = AuthorityOfElection(stored.election.name());
  parameters.push_back({"authority", authority});
  return transaction
      .Execute(
          "INSERT INTO elections (id, authority, term_start_date, version, body) VALUES (:id, "
          ":authority, :term_start_date, :version, :body)",
          parameters)
      .status();
}

absl::Status SaveElection(sql::Transaction& transaction, StoredElection& stored) {
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    "UPDATE elections SET term_start_date = :term_start_date, version = "
                    ":next, body = :body WHERE id = :id AND version = :version",
                    Columns(stored), stored.version));
  stored.election.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::Status CountInvitations(sql::Transaction& transaction, StoredElection& stored) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow(
          "SELECT COUNT(DISTINCT i.person), COUNT(DISTINCT CASE WHEN i.state = :accepted THEN "
          "i.person END) FROM election_rows r JOIN mentoring_invitations i ON i.person = r.person "
          "WHERE r.election = :election AND r.outcome <> 0 AND i.left_date = :last_day",
          {{"election", stored.election.name()},
           {"accepted", int{v1::MentoringInvitation::STATE_ACCEPTED}},
           {"last_day", stored.LastDay()}}));
  stored.election.set_mentors_asked(static_cast<int>(row.Int(0)));
  stored.election.set_mentors_accepted(static_cast<int>(row.Int(1)));
  return absl::OkStatus();
}

}  // namespace telemachus::registry
