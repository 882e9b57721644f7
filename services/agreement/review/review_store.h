#ifndef TELEMACHUS_AGREEMENT_REVIEW_REVIEW_STORE_H_
#define TELEMACHUS_AGREEMENT_REVIEW_REVIEW_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/agreement/v1/review.pb.h"

// Where reviews are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// A review with its answers as they are sealed.
struct StoredReview {
  // Without answers.
  v1::Review review;
  // Whether it is the final review or one of progress.
  v1::Review::AnswersCase sort = v1::Review::ANSWERS_NOT_SET;
  std::string sealed;
  // Among the agreement's objectives and reviews, in the order they were begun.
  int64_t position = 0;
};

// The review, or NOT_FOUND (bare).
absl::StatusOr<StoredReview> LoadReview(sql::Transaction& transaction, const std::string& name);
absl::Status InsertReview(sql::Transaction& transaction, const std::string& agreement,
                          const StoredReview& stored);
// Writes the new state of a review that was in state `from`; ABORTED if it no longer is.
absl::Status SaveReview(sql::Transaction& transaction, v1::Review::State from,
                        const StoredReview& stored);
// Reviews behind a position that `reader` may see, in order: all but others' drafts.
absl::StatusOr<std::vector<StoredReview>> ListReviews(sql::Transaction& transaction,
                                                      const std::string& agreement,
                                                      const std::string& reader, int64_t after,
                                                      int limit);
// Whether a final review of the agreement is agreed.
absl::StatusOr<bool> HasAgreedFinalReview(sql::Transaction& transaction,
                                          const std::string& agreement);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_REVIEW_REVIEW_STORE_H_
