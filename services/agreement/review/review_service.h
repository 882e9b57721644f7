#ifndef TELEMACHUS_AGREEMENT_REVIEW_REVIEW_SERVICE_H_
#define TELEMACHUS_AGREEMENT_REVIEW_REVIEW_SERVICE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "agreement/paper/version_store.h"
#include "agreement/review/review_store.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"

namespace telemachus::agreement {

// Handlers of ReviewService; what each does stands in its proto. Thread-safe.
class ReviewService {
 public:
  ReviewService(service::Ground& ground, crypto::Sealer& sealer)
      : ground_(ground), sealer_(sealer) {}

  // In the order of the proto.
  absl::StatusOr<v1::Review> CreateReview(const rpc::Call& call,
                                          const v1::CreateReviewRequest& request);
  absl::StatusOr<v1::Review> SubmitReview(const rpc::Call& call,
                                          const v1::SubmitReviewRequest& request);
  absl::StatusOr<v1::Review> AgreeReview(const rpc::Call& call,
                                         const v1::AgreeReviewRequest& request);
  absl::StatusOr<v1::Review> GetReview(const rpc::Call& call, const v1::GetReviewRequest& request);
  absl::StatusOr<v1::ListReviewsResponse> ListReviews(const rpc::Call& call,
                                                      const v1::ListReviewsRequest& request);

 private:
  // A review and its agreement as they were when the next step was prepared.
  struct Prepared {
    Present present;
    StoredReview review;
    // Whether section 4 is to be open again once the review is final.
    bool plan_changes = false;
    // The text that the next version begins with, sealed for it, if one has to begin for that.
    std::optional<std::string> next_version;
  };
  // Whether the caller may take the step; and the step itself.
  using Right = std::function<bool(const v1::Agreement&, const v1::Review&)>;
  using Decision = std::function<absl::Status(const v1::Agreement&, v1::Review&)>;

  absl::StatusOr<StoredReview> Draft(const rpc::Call& call, const v1::CreateReviewRequest& request);
  absl::StatusOr<Prepared> Prepare(const rpc::Call& call, const std::string& name,
                                   const Right& right);
  absl::StatusOr<v1::Review> Take(const rpc::Call& call, const std::string& name,
                                  const Right& right, const Decision& decision);
  absl::Status Conclude(sql::Transaction& transaction, const Prepared& prepared, Present& present,
                        const StoredReview& stored, absl::Time now);
  // As the parties see it: with its answers.
  absl::StatusOr<v1::Review> Shown(const rpc::Call& call, const std::string& agreement,
                                   const StoredReview& stored);

  service::Ground& ground_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_REVIEW_REVIEW_SERVICE_H_
