#include "registry/membership/correction_store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/person/membership_store.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

v1::MembershipCorrection FromRow(const std::string& membership, const sql::Row& row) {
  v1::MembershipCorrection correction;
  correction.ParseFromString(row.Blob(2));
  correction.set_name(absl::StrCat(membership, "/corrections/", row.Int(0)));
  correction.set_corrected_by(row.Text(1));
  return correction;
}

}  // namespace

absl::Status InsertCorrection(sql::Transaction& transaction, const std::string& membership,
                              v1::MembershipCorrection& correction) {
  ASSIGN_OR_RETURN(const sql::Row last,
                   transaction.QueryRow("SELECT COALESCE(MAX(number), 0) FROM "
                                        "membership_corrections WHERE membership = :membership",
                                        {{"membership", membership}}));
  const int64_t number = last.Int(0) + 1;
  // The name follows from the key, and who corrected it stands in a column of its own.
  v1::MembershipCorrection body = correction;
  body.clear_name();
  body.clear_corrected_by();
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO membership_corrections (membership, number, person, "
                          "corrected_by, body) VALUES (:membership, :number, :person, :by, :body) "
                          "ON CONFLICT DO NOTHING",
                          {{"membership", membership},
                           {"number", number},
                           {"person", PersonOf(membership)},
                           {"by", correction.corrected_by()},
                           {"body", sql::Bytes{body.SerializeAsString()}}}));
  if (added != 1) return ChangedMeanwhile();
  correction.set_name(absl::StrCat(membership, "/corrections/", number));
  return absl::OkStatus();
}

absl::StatusOr<v1::MembershipCorrection> LoadCorrection(sql::Transaction& transaction,
                                                        const std::string& membership,
                                                        int64_t number) {
  ASSIGN_OR_RETURN(auto found, ListCorrections(transaction, membership, number - 1, 1));
  if (found.empty() || NumberOf(found.front()) != number) {
    return absl::NotFoundError("no such correction");
  }
  return std::move(found.front());
}

absl::StatusOr<std::vector<v1::MembershipCorrection>> ListCorrections(sql::Transaction& transaction,
                                                                      const std::string& membership,
                                                                      int64_t after, int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT number, corrected_by, body FROM "
                        "membership_corrections WHERE membership = :membership AND "
                        "number > :after ORDER BY number LIMIT :limit",
                        {{"membership", membership}, {"after", after}, {"limit", limit}}));
  std::vector<v1::MembershipCorrection> corrections;
  corrections.reserve(rows.size());
  for (const sql::Row& row : rows) corrections.push_back(FromRow(membership, row));
  return corrections;
}

int64_t NumberOf(const v1::MembershipCorrection& correction) {
  int64_t number = 0;
  const absl::string_view name = correction.name();
  const size_t slash = name.rfind('/');
  if (slash == absl::string_view::npos || !absl::SimpleAtoi(name.substr(slash + 1), &number)) {
    return 0;
  }
  return number;
}

}  // namespace telemachus::registry
