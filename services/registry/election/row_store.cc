#include "registry/election/row_store.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/store/values.h"

namespace telemachus::registry {
namespace {

// Rows written in one statement; each has seven values.
constexpr size_t kRowsWritten = 500;

absl::Status Write(sql::Transaction& transaction, const Values& values) {
  return InsertRows(transaction,
                    "election_rows (election, place, person, outcome, problems, digest, body)",
                    values)
      .status();
}

}  // namespace

absl::Status ReplaceRows(sql::Transaction& transaction, const std::string& election,
                         const std::vector<PlannedRow>& rows) {
  RETURN_IF_ERROR(
      transaction
          .Execute("DELETE FROM election_rows WHERE election = :election", {{"election", election}})
          .status());
  Values values;
  for (const PlannedRow& planned : rows) {
    const v1::ElectionRow& row = planned.row;
    values.Add({election, int64_t{row.place()}, row.person(), int64_t{row.outcome()},
                int64_t{row.problems_size()}, planned.digest, sql::Bytes{row.SerializeAsString()}});
    if (values.size() < kRowsWritten) continue;
    RETURN_IF_ERROR(Write(transaction, values));
    values = Values();
  }
  return Write(transaction, values);
}

absl::StatusOr<std::vector<StoredRow>> LoadRows(sql::Transaction& transaction,
                                                const RowFilter& filter, int64_t after, int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT digest, body FROM election_rows WHERE election = :election AND "
                        "place > :after AND (:outcome = 0 OR outcome = :outcome) AND (:all = 1 OR "
                        "problems > 0) ORDER BY place LIMIT :limit",
                        {{"election", filter.election},
                         {"after", after},
                         {"outcome", int{filter.outcome}},
                         {"all", !filter.problems_only},
                         {"limit", limit}}));
  std::vector<StoredRow> stored(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    stored[i].digest = rows[i].Text(0);
    stored[i].row.ParseFromString(rows[i].Blob(1));
  }
  return stored;
}

absl::Status SaveRow(sql::Transaction& transaction, const std::string& election,
                     const v1::ElectionRow& row) {
  return transaction
      .Execute(
          "UPDATE election_rows SET person = :person, outcome = :outcome, body = :body WHERE "
          "election = :election AND place = :place",
          {{"person", row.person()},
           {"outcome", int{row.outcome()}},
           {"body", sql::Bytes{row.SerializeAsString()}},
           {"election", election},
           {"place", int{row.place()}}})
      .status();
}

absl::StatusOr<TermTurn> LoadTurn(sql::Transaction& transaction, const std::string& membership) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT from_date, ward, term_end_date FROM term_turns WHERE "
                                     "membership = :membership",
                                     {{"membership", membership}}));
  if (rows.empty()) return TermTurn();
  return TermTurn{
      .from_date = rows[0].Text(0), .ward = rows[0].Text(1), .term_end_date = rows[0].Text(2)};
}

absl::Status SaveTurn(sql::Transaction& transaction, const std::string& membership,
                      const TermTurn& turn) {
  return transaction
      .Execute(
          "INSERT INTO term_turns (membership, from_date, ward, term_end_date) VALUES "
          "(:membership, :from_date, :ward, :term_end_date) ON CONFLICT (membership) DO UPDATE "
          "SET from_date = excluded.from_date, ward = excluded.ward, term_end_date = "
          "excluded.term_end_date",
          {{"membership", membership},
           {"from_date", turn.from_date},
           {"ward", turn.ward},
           {"term_end_date", turn.term_end_date}})
      .status();
}

absl::Status DeleteTurn(sql::Transaction& transaction, const std::string& membership) {
  return transaction
      .Execute("DELETE FROM term_turns WHERE membership = :membership",
               {{"membership", membership}})
      .status();
}

}  // namespace telemachus::registry
