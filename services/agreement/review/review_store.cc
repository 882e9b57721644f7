#include "agreement/review/review_store.h"

#include "absl/strings/str_cat.h"
#include "agreement/paper/conflict.h"
#include "common/status/macros.h"

namespace telemachus::agreement {
namespace {

constexpr char kColumns[] = "SELECT body, sort, sealed, position FROM reviews ";

StoredReview FromRow(const sql::Row& row) {
  StoredReview stored;
  stored.review.ParseFromString(row.Blob(0));
  stored.sort = static_cast<v1::Review::AnswersCase>(row.Int(1));
  stored.sealed = row.Blob(2);
  stored.position = row.Int(3);
  return stored;
}

sql::Bytes Body(v1::Review review) {
  review.clear_answers();
  return {review.SerializeAsString()};
}

}  // namespace

absl::StatusOr<StoredReview> LoadReview(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::Status InsertReview(sql::Transaction& transaction, const std::string& agreement,
                          const StoredReview& stored) {
  return transaction
      .Execute(
          "INSERT INTO reviews (id, agreement, position, author, sort, state, sealed, body) VALUES "
          "(:id, :agreement, :position, :author, :sort, :state, :sealed, :body)",
          {{"id", stored.review.name()},
           {"agreement", agreement},
           {"position", stored.position},
           {"author", stored.review.author()},
           {"sort", static_cast<int>(stored.sort)},
           {"state", static_cast<int>(stored.review.state())},
           {"sealed", sql::Bytes{stored.sealed}},
           {"body", Body(stored.review)}})
      .status();
}

absl::Status SaveReview(sql::Transaction& transaction, v1::Review::State from,
                        const StoredReview& stored) {
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE reviews SET state = :state, body = :body "
                                       "WHERE id = :id AND state = :from",
                                       {{"id", stored.review.name()},
                                        {"state", static_cast<int>(stored.review.state())},
                                        {"from", static_cast<int>(from)},
                                        {"body", Body(stored.review)}}));
  return changed == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<std::vector<StoredReview>> ListReviews(sql::Transaction& transaction,
                                                      const std::string& agreement,
                                                      const std::string& reader, int64_t after,
                                                      int limit) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE agreement = :agreement AND position > :after AND "
                                     "(state <> :draft OR author = :reader) ORDER BY position "
                                     "LIMIT :limit"),
                        {{"agreement", agreement},
                         {"after", after},
                         {"draft", int{v1::Review::STATE_DRAFT}},
                         {"reader", reader},
                         {"limit", limit}}));
  std::vector<StoredReview> reviews;
  reviews.reserve(rows.size());
  for (const sql::Row& row : rows) reviews.push_back(FromRow(row));
  return reviews;
}

absl::StatusOr<bool> HasAgreedFinalReview(sql::Transaction& transaction,
                                          const std::string& agreement) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT id FROM reviews WHERE agreement = :agreement AND "
                                     "sort = :final AND state = :agreed LIMIT 1",
                                     {{"agreement", agreement},
                                      {"final", int{v1::Review::kFinal}},
                                      {"agreed", int{v1::Review::STATE_FINAL}}}));
  return !rows.empty();
}

}  // namespace telemachus::agreement
