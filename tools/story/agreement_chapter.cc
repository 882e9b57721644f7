#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/trace/span.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/agreement/v1/checklist.pb.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "tools/story/chapters.h"
#include "tools/story/guidance_page.h"
#include "tools/story/review_chapter.h"

namespace telemachus::story {
namespace {

using namespace agreement::v1;  // NOLINT: the chapter is about the agreement

absl::StatusOr<Agreement> Get(World& world, Actor& actor) {
  GetAgreementRequest request;
  request.set_name(world.agreement);
  return actor.Call<Agreement>("agreement.v1.AgreementService/GetAgreement", request);
}

absl::Status FindDraft(World& world) {
  ListAgreementsRequest list;
  list.set_parent(world.mentee->person());
  list.set_match(world.match);
  ASSIGN_OR_RETURN(auto found, world.mentee->Does<ListAgreementsResponse>(
                                   "finds the draft, there since the match was confirmed.",
                                   "agreement.v1.AgreementService/ListAgreements", list));
  if (found.agreements().empty()) return absl::InternalError("there is no draft");
  world.agreement = found.agreements(0).name();
  GetAgreementRequest get;
  get.set_name(world.agreement);
  RETURN_IF_ERROR(world.officer->MayNot<Agreement>("(officer) asks for its text.",
                                                   "agreement.v1.AgreementService/GetAgreement",
                                                   get, status::v1::REASON_NOT_PERMITTED));
  GetArrangementRequest arrangement;
  arrangement.set_name(absl::StrCat("arrangements/", world.agreement.substr(11)));
  ASSIGN_OR_RETURN(auto known, world.officer->Does<Arrangement>(
                                   "(officer) may know that it exists.",
                                   "agreement.v1.ArrangementService/GetArrangement", arrangement));
  world.telling().Note(absl::StrCat("That is all: ", Arrangement::Status_Name(known.status()),
                                    ", matched on ", known.matched_date(), "."));
  return absl::OkStatus();
}

absl::Status HandIn(World& world, Actor& actor, const ChecklistCatalogue& catalogue, int offset) {
  AnswerChecklistRequest request;
  request.set_agreement(world.agreement);
  for (const auto& statement : catalogue.statements()) {
    auto& answer = *request.add_answers();
    answer.set_number(statement.number());
    const bool differs = (statement.number() + offset) % 5 == 0;
    answer.set_own(differs ? AGREEING_DISAGREE : AGREEING_AGREE);
  }
  ASSIGN_OR_RETURN(auto seen,
                   actor.Does<Checklist>("answers what a mentor should do.",
                                         "agreement.v1.ChecklistService/AnswerChecklist", request));
  return seen.revealed() ? absl::InternalError("handing in told of the other side")
                         : absl::OkStatus();
}

absl::Status Compare(World& world) {
  const trace::Span span("story Compare");
  ASSIGN_OR_RETURN(auto catalogue, world.mentee->Call<ChecklistCatalogue>(
                                       "agreement.v1.ChecklistService/GetChecklistCatalogue",
                                       GetChecklistCatalogueRequest()));
  RETURN_IF_ERROR(HandIn(world, *world.mentee, catalogue, 0));
  GetChecklistRequest get;
  get.set_name(absl::StrCat(world.agreement, "/checklist"));
  ASSIGN_OR_RETURN(
      auto blind, world.mentor->Does<Checklist>("cannot tell whether the other has answered.",
                                                "agreement.v1.ChecklistService/GetChecklist", get));
  if (blind.revealed() || blind.answers_size() != 0) return absl::InternalError("it was not blind");
  RETURN_IF_ERROR(HandIn(world, *world.mentor, catalogue, 2));
  ASSIGN_OR_RETURN(
      auto both, world.mentee->Does<Checklist>("sees both sides, and where they differ.",
                                               "agreement.v1.ChecklistService/GetChecklist", get));
  if (!both.revealed() || both.differing_numbers().empty()) {
    return absl::InternalError("nothing was revealed");
  }
  for (int number : both.differing_numbers()) {
    world.telling().Note(absl::StrCat("they differ on: ", catalogue.stem().english(), " ",
                                      catalogue.statements(number - 1).content().english()));
  }
  return absl::OkStatus();
}

absl::Status Write(World& world) {
  const trace::Span span("story Write");
  ASSIGN_OR_RETURN(Agreement draft, Get(world, *world.mentee));
  UpdateAgreementRequest update;
  *update.mutable_agreement() = draft;
  Sections& sections = *update.mutable_agreement()->mutable_sections();
  sections.set_council_objectives("Better scrutiny of the budget and of the capital programme.");
  sections.set_present_roles("Member of the resources scrutiny committee.");
  sections.set_motivation("To ask the questions my ward would ask.");
  sections.set_aspects_to_strengthen("Reading financial papers; questioning without a quarrel.");
  sections.set_learning_objectives("To prepare, and carry, one line of questions by the spring.");
  sections.set_rules_of_trust("What is said between us stays between us.");
  sections.set_time_scales("Nine months, a meeting every six weeks.");
  sections.set_contact("By telephone in between; the mentee calls.");
  sections.set_exit("A last look back, then light contact for three months.");
  sections.set_planned_end_date(time::FormatDate(time::AddMonths(time::DayOf(absl::Now()), 9)));
  RETURN_IF_ERROR(world.mentee
                      ->Does<Agreement>("writes sections 1 to 3 and 5.",
                                        "agreement.v1.AgreementService/UpdateAgreement", update)
                      .status());
  RETURN_IF_ERROR(world.mentor->MayNot<Agreement>("saves an older copy over it.",
                                                  "agreement.v1.AgreementService/UpdateAgreement",
                                                  update, status::v1::REASON_STALE_ETAG));
  return AddAction(world, "Read last year's budget papers together");
}

absl::Status AddFirstObjective(World& world) {
  CreateObjectiveRequest create;
  create.set_parent(world.agreement);
  create.mutable_objective()->set_content("Prepare five questions for the budget meeting");
  create.mutable_objective()->set_target_date(time::FormatDate(time::DayOf(absl::Now()) + 42));
  ASSIGN_OR_RETURN(auto objective, world.mentee->Does<Objective>(
                                       "sets an objective with a date.",
                                       "agreement.v1.ObjectiveService/CreateObjective", create));
  RETURN_IF_ERROR(Meet(world, "They meet a second time; the objective is looked at."));
  ResolveObjectiveRequest resolve;
  resolve.set_name(objective.name());
  resolve.set_state(Objective::STATE_MET);
  resolve.set_etag(objective.etag());
  return world.mentee
      ->Does<Objective>("has met it.", "agreement.v1.ObjectiveService/ResolveObjective", resolve)
      .status();
}

}  // namespace

absl::Status Meet(World& world, const std::string& sentence) {
  const trace::Span span("story Meet");
  const absl::Time start = absl::Now();
  PlanMeetingRequest plan;
  plan.set_parent(world.agreement);
  *plan.mutable_meeting()->mutable_start_time() = time::ToProto(absl::Now() - absl::Minutes(50));
  plan.mutable_meeting()->set_medium(Meeting::MEDIUM_VIDEO);
  plan.mutable_meeting()->set_focus("Getting to know each other; objectives; the next date.");
  ASSIGN_OR_RETURN(auto planned,
                   world.mentee->Call<Meeting>("agreement.v1.MeetingService/PlanMeeting", plan));
  HoldMeetingRequest hold;
  hold.set_name(planned.name());
  hold.set_duration_minutes(50);
  RETURN_IF_ERROR(
      world.mentor->Call<Meeting>("agreement.v1.MeetingService/HoldMeeting", hold).status());
  world.telling().Done(sentence, absl::Now() - start);
  return absl::OkStatus();
}

absl::Status Sign(World& world, Actor& actor) {
  const trace::Span span("story Sign");
  ASSIGN_OR_RETURN(Agreement agreement, Get(world, actor));
  SignAgreementRequest sign;
  sign.set_name(world.agreement);
  sign.set_version(agreement.version());
  return actor
      .Does<Agreement>(absl::StrCat("signs version ", agreement.version(), "."),
                       "agreement.v1.AgreementService/SignAgreement", sign)
      .status();
}

absl::Status AddAction(World& world, const std::string& what) {
  const trace::Span span("story AddAction");
  ASSIGN_OR_RETURN(Agreement present, Get(world, *world.mentor));
  UpdateAgreementRequest update;
  *update.mutable_agreement() = present;
  ActionItem& item = *update.mutable_agreement()->mutable_sections()->add_action_items();
  item.set_what(what);
  item.set_who("Both");
  item.set_due_date(time::FormatDate(time::DayOf(absl::Now()) + 28));
  item.set_evidence("Questions that the committee takes up.");
  return world.mentor
      ->Does<Agreement>("adds a step to the action plan.",
                        "agreement.v1.AgreementService/UpdateAgreement", update)
      .status();
}

absl::Status TellAgreement(World& world) {
  const trace::Span chapter("chapter 5: the agreement");
  world.telling().Chapter("5  The agreement");
  RETURN_IF_ERROR(FindDraft(world));
  RETURN_IF_ERROR(ReadForFirstMeeting(world));
  RETURN_IF_ERROR(Meet(world, "They meet for the first time, on the draft."));
  RETURN_IF_ERROR(Compare(world));
  RETURN_IF_ERROR(Write(world));
  RETURN_IF_ERROR(Sign(world, *world.mentee));
  RETURN_IF_ERROR(Sign(world, *world.mentor));
  RETURN_IF_ERROR(AddFirstObjective(world));
  return TellReviews(world);
}

}  // namespace telemachus::story
