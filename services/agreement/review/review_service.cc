#include "agreement/review/review_service.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "agreement/review/review_rules.h"
#include "common/page/token.h"
#include "common/status/macros.h"

namespace telemachus::agreement {

absl::StatusOr<v1::Review> ReviewService::Shown(const rpc::Call& call, const std::string& agreement,
                                                const StoredReview& stored) {
  v1::Review shown = stored.review;
  v1::Review text;
  RETURN_IF_ERROR(OpenText(sealer_, ReviewPlace(agreement, shown.name(), shown.author()),
                           stored.sealed, call.deadline(), text));
  // Whatever happened to the text, which sort it is stays known.
  if (stored.sort == v1::Review::kFinal) {
    *shown.mutable_final() = std::move(*text.mutable_final());
  } else {
    *shown.mutable_progress() = std::move(*text.mutable_progress());
  }
  return shown;
}

absl::StatusOr<v1::Review> ReviewService::GetReview(const rpc::Call& call,
                                                    const v1::GetReviewRequest& request) {
  const std::string agreement = AgreementOf(request.name());
  StoredReview stored;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(LoadForParty(call, transaction, agreement).status());
    absl::StatusOr<StoredReview> found = LoadReview(transaction, request.name());
    if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
    RETURN_IF_ERROR(call.Require(found.ok() && MayRead(found->review, call.person())));
    stored = *std::move(found);
    return absl::OkStatus();
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::ListReviewsResponse> ReviewService::ListReviews(
    const rpc::Call& call, const v1::ListReviewsRequest& request) {
  const std::string& agreement = request.parent();
  const int size = page::Size(request.page_size());
  std::vector<StoredReview> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(LoadForParty(call, transaction, agreement).status());
    ASSIGN_OR_RETURN(std::string position, ground_.tokens().Read(call.person(), request));
    int64_t after = 0;
    if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
      return absl::InternalError("bad position");
    }
    ASSIGN_OR_RETURN(
        rows, agreement::ListReviews(transaction, agreement, call.person(), after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListReviewsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, absl::StrCat(rows.back().position)));
  }
  for (const StoredReview& row : rows) {
    ASSIGN_OR_RETURN(*response.add_reviews(), Shown(call, agreement, row));
  }
  return response;
}

}  // namespace telemachus::agreement
