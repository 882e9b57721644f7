#include "evaluation/answer/evaluation_store.h"

#include "common/status/macros.h"

namespace telemachus::evaluation {
namespace {

// Places times answers: 500 authorities by a dozen, with room.
constexpr int kTalliesMax = 100000;

}  // namespace

absl::Status InsertEvaluation(sql::Transaction& transaction, const SealedEvaluation& evaluation) {
  return transaction
      .Execute("INSERT INTO evaluations (id, author, sealed) VALUES (:id, :author, :sealed)",
               {{"id", evaluation.name},
                {"author", evaluation.author},
                {"sealed", sql::Bytes{evaluation.sealed}}})
      .status();
}

absl::StatusOr<SealedEvaluation> LoadEvaluation(sql::Transaction& transaction,
                                                const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT author, sealed FROM evaluations WHERE id = :id",
                                        {{"id", name}}));
  return SealedEvaluation{.name = name, .author = row.Text(0), .sealed = row.Blob(1)};
}

absl::Status CountAnswer(sql::Transaction& transaction, const std::string& quarter,
                         const access::Scope& scope, const std::string& question,
                         const std::string& answer) {
  return transaction
      .Execute(
          "INSERT INTO tallies (quarter, authority, region, nation, question, answer, given) "
          "VALUES (:quarter, :authority, :region, :nation, :question, :answer, 1) "
          "ON CONFLICT (quarter, authority, region, nation, question, answer) "
          "DO UPDATE SET given = tallies.given + 1",
          {{"quarter", quarter},
           {"authority", scope.authority},
           {"region", scope.region},
           {"nation", scope.nation},
           {"question", question},
           {"answer", answer}})
      .status();
}

absl::StatusOr<std::vector<Tally>> CountAnswers(sql::Transaction& transaction,
                                                const std::string& first, const std::string& last) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT authority, region, nation, question, answer, "
                        "CAST(SUM(given) AS INTEGER) FROM tallies "
                        "WHERE quarter >= :first AND quarter <= :last "
                        "GROUP BY authority, region, nation, question, answer "
                        "ORDER BY authority, region, nation, question, answer LIMIT :limit",
                        {{"first", first}, {"last", last}, {"limit", kTalliesMax}}));
  std::vector<Tally> tallies;
  tallies.reserve(rows.size());
  for (const sql::Row& row : rows) {
    tallies.push_back(
        {.scope = {.authority = row.Text(0), .region = row.Text(1), .nation = row.Text(2)},
         .question = row.Text(3),
         .answer = row.Text(4),
         .given = row.Int(5)});
  }
  return tallies;
}

}  // namespace telemachus::evaluation
