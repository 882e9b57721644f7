#include "matching/passing/passing_store.h"

#include "common/status/macros.h"
#include "matching/request/request_store.h"
#include "telemachus/matching/v1/match.pb.h"

namespace telemachus::matching {
namespace {

constexpr int kMostRequests = 100000;  // of one authority, ever

}  // namespace

absl::StatusOr<std::vector<StoredRequest>> RequestsUnder(sql::Transaction& transaction,
                                                         const std::string& authority) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT id FROM requests WHERE responsible_authority = "
                                     ":authority OR (responsible_authority = '' AND authority = "
                                     ":authority) ORDER BY id LIMIT :limit",
                                     {{"authority", authority}, {"limit", kMostRequests}}));
  std::vector<StoredRequest> requests;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(StoredRequest request, LoadRequest(transaction, row.Text(0)));
    requests.push_back(std::move(request));
  }
  return requests;
}

absl::StatusOr<std::vector<std::string>> ConfirmedMatches(sql::Transaction& transaction,
                                                          const std::string& request) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT id FROM matches WHERE request = :request AND state IN "
                                     "(:confirmed, :ended) ORDER BY id",
                                     {{"request", request},
                                      {"confirmed", int{v1::Match::STATE_CONFIRMED}},
                                      {"ended", int{v1::Match::STATE_ENDED}}}));
  std::vector<std::string> matches;
  matches.reserve(rows.size());
  for (const sql::Row& row : rows) matches.push_back(row.Text(0));
  return matches;
}

absl::Status PassTo(sql::Transaction& transaction, const std::string& request,
                    const std::string& from_date, const access::Scope& place) {
  const sql::Parameters parameters = {{"request", request},
                                      {"authority", place.authority},
                                      {"region", place.region},
                                      {"nation", place.nation}};
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE requests SET responsible_authority = :authority, "
                               "responsible_region = :region, responsible_nation = :nation WHERE "
                               "id = :request",
                               parameters)
                      .status());
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE matches SET responsible_authority = :authority, "
                               "responsible_region = :region, responsible_nation = :nation WHERE "
                               "request = :request",
                               parameters)
                      .status());
  return transaction
      .Execute(
          "INSERT INTO passings (request, number, from_date, authority) SELECT "
          "CAST(:request AS TEXT), COUNT(*) + 1, CAST(:from_date AS TEXT), CAST(:authority AS "
          "TEXT) FROM passings WHERE request = :request",
          {{"request", request}, {"from_date", from_date}, {"authority", place.authority}})
      .status();
}

absl::Status NotePassing(sql::Transaction& transaction, const std::string& authority) {
  return transaction
      .Execute(
          "INSERT INTO passed_authorities (authority, times) VALUES (:authority, 1) ON CONFLICT "
          "(authority) DO UPDATE SET times = passed_authorities.times + 1",
          {{"authority", authority}})
      .status();
}

absl::StatusOr<int64_t> CountPassings(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow(
          "SELECT CAST(COALESCE(SUM(times), 0) AS INTEGER) FROM passed_authorities", {}));
  return row.Int(0);
}

}  // namespace telemachus::matching
