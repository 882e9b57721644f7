#ifndef TELEMACHUS_AGREEMENT_REVIEW_REVIEW_RULES_H_
#define TELEMACHUS_AGREEMENT_REVIEW_REVIEW_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/agreement/v1/review.pb.h"

// Who writes, sees and agrees a review, and what becomes of it. Pure.
namespace telemachus::agreement {

// Whether a person in this part may begin a review of this sort.
bool MayBegin(v1::Review::AnswersCase sort, v1::Party::Side side);
// Whether a party may see it: a draft is its writer's alone.
bool MayRead(const v1::Review& review, const std::string& person);

// Shows the draft to all parties. What the mentee wrote is agreed by that.
absl::Status Submit(v1::Party::Side author, absl::Time now, v1::Review& review);
// The mentee agrees the text.
absl::Status Agree(absl::Time now, v1::Review& review);

// As events say it: `progress` or `final`.
std::string SortCode(v1::Review::AnswersCase sort);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_REVIEW_REVIEW_RULES_H_
