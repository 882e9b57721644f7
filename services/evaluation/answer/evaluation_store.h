#ifndef TELEMACHUS_EVALUATION_ANSWER_EVALUATION_STORE_H_
#define TELEMACHUS_EVALUATION_ANSWER_EVALUATION_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "evaluation/answer/tally.h"

namespace telemachus::evaluation {

// An evaluation as it lies: sealed whole, with its author, whom alone it is opened to.
struct SealedEvaluation {
  std::string name;
  std::string author;
  std::string sealed;
};

// Adds an evaluation; its invitation lets none in twice.
absl::Status InsertEvaluation(sql::Transaction& transaction, const SealedEvaluation& evaluation);

// NOT_FOUND (bare) if there is none.
absl::StatusOr<SealedEvaluation> LoadEvaluation(sql::Transaction& transaction,
                                                const std::string& name);

// Counts one answer in a quarter ("2026-Q4"). The row knows nothing of who gave it, so that no
// reader of this database joins answers to their authors; the quarter and not the day stands in
// it, lest the day on which a count rises tell whose it was.
absl::Status CountAnswer(sql::Transaction& transaction, const std::string& quarter,
                         const access::Scope& scope, const std::string& question,
                         const std::string& answer);

// The answers of quarters from `first` to `last`.
absl::StatusOr<std::vector<Tally>> CountAnswers(sql::Transaction& transaction,
                                                const std::string& first, const std::string& last);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_EVALUATION_STORE_H_
