#include "registry/election/result_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/person/membership_store.h"
#include "registry/store/values.h"

namespace telemachus::registry {
namespace {

// Rows written in one statement; each has five values.
constexpr size_t kRowsWritten = 500;
// Between the parts of a position; in no name. The last part may hold anything.
constexpr char kSeparator = '|';

std::vector<v1::ElectionResult> FromRows(const std::vector<sql::Row>& rows) {
  std::vector<v1::ElectionResult> results(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) results[i].ParseFromString(rows[i].Blob(0));
  return results;
}

// What stands there of the same members.
absl::Status DeleteSame(sql::Transaction& transaction, const std::string& election,
                        const v1::ElectionResult& result) {
  if (result.membership().empty())
    return DeleteArrival(transaction, election, result.council_key());
  return transaction
      .Execute(
          "DELETE FROM election_results WHERE election = :election AND membership = :membership",
          {{"election", election}, {"membership", result.membership()}})
      .status();
}

absl::Status Write(sql::Transaction& transaction, const Values& values) {
  return InsertRows(transaction,
                    "election_results (election, membership, council_key, person, body)", values)
      .status();
}

}  // namespace

absl::Status SaveResults(sql::Transaction& transaction, const std::string& election,
                         const std::vector<v1::ElectionResult>& results) {
  Values values;
  for (const v1::ElectionResult& result : results) {
    RETURN_IF_ERROR(DeleteSame(transaction, election, result));
    values.Add({election, result.membership(), result.council_key(),
                result.membership().empty() ? std::string() : PersonOf(result.membership()),
                sql::Bytes{result.SerializeAsString()}});
    if (values.size() < kRowsWritten) continue;
    RETURN_IF_ERROR(Write(transaction, values));
    values = Values();
  }
  return Write(transaction, values);
}

absl::Status DeleteResults(sql::Transaction& transaction, const std::string& election,
                           const std::vector<std::string>& council_keys) {
  if (council_keys.empty()) return absl::OkStatus();
  const Values keys = Values::Of(council_keys).Padded();
  return transaction
      .Execute(absl::StrCat("DELETE FROM election_results WHERE election = :election AND "
                            "council_key IN (",
                            keys.Text(), ")"),
               keys.Parameters({{"election", election}}))
      .status();
}

absl::Status DeleteArrival(sql::Transaction& transaction, const std::string& election,
                           const std::string& council_key) {
  return transaction
      .Execute(
          "DELETE FROM election_results WHERE election = :election AND membership = '' AND "
          "council_key = :council_key",
          {{"election", election}, {"council_key", council_key}})
      .status();
}

absl::Status DeleteArrivals(sql::Transaction& transaction, const std::string& election) {
  return transaction
      .Execute("DELETE FROM election_results WHERE election = :election AND membership = ''",
               {{"election", election}})
      .status();
}

absl::Status DeleteAllResults(sql::Transaction& transaction, const std::string& election) {
  return transaction
      .Execute("DELETE FROM election_results WHERE election = :election", {{"election", election}})
      .status();
}

absl::StatusOr<int64_t> CountResults(sql::Transaction& transaction, const std::string& election) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow("SELECT COUNT(*) FROM election_results WHERE election = :election",
                           {{"election", election}}));
  return row.Int(0);
}

absl::StatusOr<std::vector<v1::ElectionResult>> LoadResults(sql::Transaction& transaction,
                                                            const std::string& election,
                                                            const std::string& after, int limit) {
  const size_t cut = after.find(kSeparator);
  const std::string membership = after.substr(0, cut);
  const std::string key = cut == std::string::npos ? std::string() : after.substr(cut + 1);
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          "SELECT body FROM election_results WHERE election = :election AND (:any = 1 OR (CASE "
          "WHEN membership = '' THEN 1 ELSE 0 END) > :arrives OR ((CASE WHEN membership = '' THEN "
          "1 ELSE 0 END) = :arrives AND (council_key > :council_key OR (council_key = "
          ":council_key AND membership > :membership)))) ORDER BY CASE WHEN membership = '' THEN 1 "
          "ELSE 0 END, council_key, membership LIMIT :limit",
          {{"election", election},
           {"any", after.empty()},
           {"arrives", membership.empty()},
           {"council_key", key},
           {"membership", membership},
           {"limit", limit}}));
  return FromRows(rows);
}

std::string PositionOf(const v1::ElectionResult& result) {
  return absl::StrCat(result.membership(), std::string(1, kSeparator), result.council_key());
}

absl::StatusOr<std::vector<v1::ElectionResult>> FindResult(sql::Transaction& transaction,
                                                           const std::string& election,
                                                           const std::string& membership,
                                                           const std::string& council_key) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          "SELECT body FROM election_results WHERE election = :election AND "
          "membership = :membership AND (membership <> '' OR council_key = "
          ":council_key)",
          {{"election", election}, {"membership", membership}, {"council_key", council_key}}));
  return FromRows(rows);
}

}  // namespace telemachus::registry
