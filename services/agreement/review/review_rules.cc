#include "agreement/review/review_rules.h"

#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

absl::Status WrongState(const v1::Review& review) {
  return status::WrongState(review.name(), v1::Review::State_Name(review.state()));
}

void MakeFinal(absl::Time now, v1::Review& review) {
  review.set_state(v1::Review::STATE_FINAL);
  *review.mutable_agree_time() = time::ToProto(now);
}

}  // namespace

bool MayBegin(v1::Review::AnswersCase sort, v1::Party::Side side) {
  if (side == v1::Party::SIDE_MENTOR) return true;
  return side == v1::Party::SIDE_MENTEE && sort != v1::Review::kFinal;
}

bool MayRead(const v1::Review& review, const std::string& person) {
  return review.state() != v1::Review::STATE_DRAFT || review.author() == person;
}

absl::Status Submit(v1::Party::Side author, absl::Time now, v1::Review& review) {
  if (review.state() != v1::Review::STATE_DRAFT) return WrongState(review);
  if (author == v1::Party::SIDE_MENTEE) {
    MakeFinal(now, review);
  } else {
    review.set_state(v1::Review::STATE_SUBMITTED);
  }
  return absl::OkStatus();
}

absl::Status Agree(absl::Time now, v1::Review& review) {
  if (review.state() != v1::Review::STATE_SUBMITTED) return WrongState(review);
  MakeFinal(now, review);
  return absl::OkStatus();
}

std::string SortCode(v1::Review::AnswersCase sort) {
  return sort == v1::Review::kFinal ? "final" : "progress";
}

}  // namespace telemachus::agreement
