#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "telemachus/agreement/v1/review.pb.h"
#include "tests/scenarios/journey/journey.h"

namespace telemachus::scenario {
namespace {

using namespace agreement::v1;  // NOLINT: these steps are about the agreement

}  // namespace

void Journey::ReviewProgress() {
  CreateReviewRequest create;
  create.set_parent(agreement_);
  ProgressAnswers& answers = *create.mutable_review()->mutable_progress();
  answers.set_achieved(Say("The questions were asked."));
  answers.set_feelings(Say("Relieved."));
  answers.set_key_learning(Say("One good question beats five."));
  answers.set_action_plan_changes(true);
  const auto draft =
      Does<agreement::v1::Review>("member-0", "agreement.v1.ReviewService/CreateReview", create);
  GetReviewRequest get;
  get.set_name(draft.name());
  MayNot<agreement::v1::Review>(mentor_, "agreement.v1.ReviewService/GetReview", get,
                                status::v1::REASON_NOT_PERMITTED);
  SubmitReviewRequest submit;
  submit.set_name(draft.name());
  Does<agreement::v1::Review>("member-0", "agreement.v1.ReviewService/SubmitReview", submit);
  EXPECT_EQ(Does<agreement::v1::Review>(mentor_, "agreement.v1.ReviewService/GetReview", get)
                .progress()
                .feelings(),
            Say("Relieved."));
}

void Journey::ReviewFinally(const std::string& objective) {
  CreateReviewRequest create;
  create.set_parent(agreement_);
  FinalAnswers& answers = *create.mutable_review()->mutable_final();
  answers.set_progress(Say("From reading papers to changing a recommendation."));
  auto& evidence = *answers.add_evidence();
  evidence.set_objective(objective);
  evidence.set_own_view(Say("Two of five questions were taken up."));
  evidence.set_others_view(Say("The chair asked for the paper."));
  answers.set_key_learning(Say("Listen more."));
  const auto draft =
      Does<agreement::v1::Review>(mentor_, "agreement.v1.ReviewService/CreateReview", create);
  SubmitReviewRequest submit;
  submit.set_name(draft.name());
  Does<agreement::v1::Review>(mentor_, "agreement.v1.ReviewService/SubmitReview", submit);
  CompleteAgreementRequest complete;
  complete.set_name(agreement_);
  MayNot<Agreement>(mentor_, "agreement.v1.AgreementService/CompleteAgreement", complete,
                    status::v1::REASON_WRONG_STATE);
  AgreeReviewRequest agree;
  agree.set_name(draft.name());
  EXPECT_EQ(Does<agreement::v1::Review>("member-0", "agreement.v1.ReviewService/AgreeReview", agree)
                .state(),
            agreement::v1::Review::STATE_FINAL);
}

void Journey::Review() {
  CreateObjectiveRequest create;
  create.set_parent(agreement_);
  create.mutable_objective()->set_content(Say("Prepare five questions."));
  create.mutable_objective()->set_target_date(time::FormatDate(time::DayOf(absl::Now()) + 42));
  const auto objective =
      Does<Objective>("member-0", "agreement.v1.ObjectiveService/CreateObjective", create);
  Meet();
  ResolveObjectiveRequest resolve;
  resolve.set_name(objective.name());
  resolve.set_state(Objective::STATE_MET);
  resolve.set_etag(objective.etag());
  Does<Objective>("member-0", "agreement.v1.ObjectiveService/ResolveObjective", resolve);
  ReviewProgress();
  UpdateAgreementRequest update;
  *update.mutable_agreement() = GetAgreement(mentor_);
  ActionItem& item = *update.mutable_agreement()->mutable_sections()->add_action_items();
  item.set_what(Say("Visit the board of another council"));
  item.set_who(Say("Both"));
  const auto next =
      Does<Agreement>(mentor_, "agreement.v1.AgreementService/UpdateAgreement", update);
  EXPECT_EQ(next.version(), 2);
  Sign(mentor_);
  Sign("member-0");
  ReviewFinally(objective.name());
}

}  // namespace telemachus::scenario
