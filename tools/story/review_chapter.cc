#include "tools/story/review_chapter.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/trace/span.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "telemachus/agreement/v1/review.pb.h"

namespace telemachus::story {
namespace {

using namespace agreement::v1;  // NOLINT: the chapter is about the agreement

absl::Status ReviewProgress(World& world) {
  const trace::Span span("story ReviewProgress");
  CreateReviewRequest create;
  create.set_parent(world.agreement);
  ProgressAnswers& answers = *create.mutable_review()->mutable_progress();
  answers.set_achieved("The questions were asked, and answered.");
  answers.set_not_achieved("The capital programme came too late to be read.");
  answers.set_feelings("Relieved, and a little proud.");
  answers.set_key_learning("One good question beats five.");
  answers.set_differently("Ask officers for the papers a week earlier.");
  answers.set_action_plan_changes(true);
  answers.set_next_focus("The capital programme.");
  ASSIGN_OR_RETURN(auto draft, world.mentee->Does<Review>(
                                   "writes a progress review; a draft is seen by its writer alone.",
                                   "agreement.v1.ReviewService/CreateReview", create));
  GetReviewRequest get;
  get.set_name(draft.name());
  RETURN_IF_ERROR(world.mentor->MayNot<Review>("asks to read the draft.",
                                               "agreement.v1.ReviewService/GetReview", get,
                                               status::v1::REASON_NOT_PERMITTED));
  SubmitReviewRequest submit;
  submit.set_name(draft.name());
  RETURN_IF_ERROR(world.mentee
                      ->Does<Review>("shows it: the action plan has to change.",
                                     "agreement.v1.ReviewService/SubmitReview", submit)
                      .status());
  RETURN_IF_ERROR(AddAction(world, "Visit the capital programme board of another council"));
  RETURN_IF_ERROR(Sign(world, *world.mentor));
  return Sign(world, *world.mentee);
}

absl::Status ReviewFinally(World& world) {
  const trace::Span span("story ReviewFinally");
  ListObjectivesRequest list;
  list.set_parent(world.agreement);
  ASSIGN_OR_RETURN(auto objectives, world.mentor->Call<ListObjectivesResponse>(
                                        "agreement.v1.ObjectiveService/ListObjectives", list));
  CreateReviewRequest create;
  create.set_parent(world.agreement);
  FinalAnswers& answers = *create.mutable_review()->mutable_final();
  answers.set_progress("From reading papers to changing a recommendation.");
  for (const Objective& objective : objectives.objectives()) {
    auto& evidence = *answers.add_evidence();
    evidence.set_objective(objective.name());
    evidence.set_own_view("The committee took up two of the five questions.");
    evidence.set_others_view("The chair asked for the paper.");
  }
  answers.set_key_learning("Prepare less, listen more.");
  answers.set_differently("Read in company.");
  ASSIGN_OR_RETURN(auto draft,
                   world.mentor->Does<Review>("writes the final review at the last meeting.",
                                              "agreement.v1.ReviewService/CreateReview", create));
  SubmitReviewRequest submit;
  submit.set_name(draft.name());
  RETURN_IF_ERROR(
      world.mentor->Call<Review>("agreement.v1.ReviewService/SubmitReview", submit).status());
  AgreeReviewRequest agree;
  agree.set_name(draft.name());
  return world.mentee
      ->Does<Review>("agrees its text.", "agreement.v1.ReviewService/AgreeReview", agree)
      .status();
}

}  // namespace

absl::Status TellReviews(World& world) {
  RETURN_IF_ERROR(ReviewProgress(world));
  RETURN_IF_ERROR(ReviewFinally(world));
  CompleteAgreementRequest complete;
  complete.set_name(world.agreement);
  ASSIGN_OR_RETURN(auto ended, world.mentee->Does<Agreement>(
                                   "completes the agreement.",
                                   "agreement.v1.AgreementService/CompleteAgreement", complete));
  world.telling().Note(absl::StrCat("Light contact goes on until ", ended.aftercare_end_date(),
                                    ", then it closes by itself."));
  return absl::OkStatus();
}

}  // namespace telemachus::story
