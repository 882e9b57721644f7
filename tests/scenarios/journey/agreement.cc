#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/agreement/v1/checklist.pb.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "tests/scenarios/journey/journey.h"

namespace telemachus::scenario {
namespace {

using namespace agreement::v1;  // NOLINT: these steps are about the agreement

}  // namespace

Agreement Journey::GetAgreement(const std::string& who) {
  GetAgreementRequest get;
  get.set_name(agreement_);
  return Does<Agreement>(who, "agreement.v1.AgreementService/GetAgreement", get);
}

void Journey::FindAgreement() {
  ListAgreementsRequest list;
  list.set_parent(PersonOf("member-0"));
  list.set_match(match_);
  const auto found = Does<ListAgreementsResponse>(
      "member-0", "agreement.v1.AgreementService/ListAgreements", list);
  ASSERT_EQ(found.agreements_size(), 1);
  agreement_ = found.agreements(0).name();
  EXPECT_EQ(found.agreements(0).state(), Agreement::STATE_DRAFT);
  GetAgreementRequest get;
  get.set_name(agreement_);
  MayNot<Agreement>("officer", "agreement.v1.AgreementService/GetAgreement", get,
                    status::v1::REASON_NOT_PERMITTED);
  GetArrangementRequest arrangement;
  arrangement.set_name(absl::StrCat("arrangements/", agreement_.substr(11)));
  EXPECT_EQ(
      Does<Arrangement>("officer", "agreement.v1.ArrangementService/GetArrangement", arrangement)
          .status(),
      Arrangement::STATUS_ARRANGING);
}

void Journey::Meet() {
  PlanMeetingRequest plan;
  plan.set_parent(agreement_);
  *plan.mutable_meeting()->mutable_start_time() = time::ToProto(absl::Now() - absl::Minutes(50));
  plan.mutable_meeting()->set_medium(Meeting::MEDIUM_VIDEO);
  plan.mutable_meeting()->set_focus(Say("Getting to know each other."));
  const auto planned = Does<Meeting>("member-0", "agreement.v1.MeetingService/PlanMeeting", plan);
  HoldMeetingRequest hold;
  hold.set_name(planned.name());
  hold.set_duration_minutes(50);
  EXPECT_EQ(Does<Meeting>(mentor_, "agreement.v1.MeetingService/HoldMeeting", hold).state(),
            Meeting::STATE_HELD);
}

void Journey::HandIn(const std::string& who, int offset) {
  const auto catalogue = Does<ChecklistCatalogue>(
      who, "agreement.v1.ChecklistService/GetChecklistCatalogue", GetChecklistCatalogueRequest());
  EXPECT_EQ(catalogue.statements_size(), 22);
  AnswerChecklistRequest request;
  request.set_agreement(agreement_);
  for (const auto& statement : catalogue.statements()) {
    auto& answer = *request.add_answers();
    answer.set_number(statement.number());
    answer.set_own((statement.number() + offset) % 5 == 0 ? AGREEING_DISAGREE : AGREEING_AGREE);
  }
  EXPECT_FALSE(
      Does<Checklist>(who, "agreement.v1.ChecklistService/AnswerChecklist", request).revealed());
}

void Journey::MeetAndCompare() {
  Meet();
  GetChecklistRequest get;
  get.set_name(absl::StrCat(agreement_, "/checklist"));
  HandIn("member-0", 0);
  const auto blind = Does<Checklist>(mentor_, "agreement.v1.ChecklistService/GetChecklist", get);
  EXPECT_FALSE(blind.revealed());
  EXPECT_EQ(blind.answers_size(), 0);
  HandIn(mentor_, 2);
  const auto both = Does<Checklist>("member-0", "agreement.v1.ChecklistService/GetChecklist", get);
  EXPECT_TRUE(both.revealed());
  EXPECT_GT(both.differing_numbers_size(), 0);
}

void Journey::Sign(const std::string& who) {
  SignAgreementRequest sign;
  sign.set_name(agreement_);
  sign.set_version(GetAgreement(who).version());
  Does<Agreement>(who, "agreement.v1.AgreementService/SignAgreement", sign);
}

void Journey::WriteAndSign() {
  UpdateAgreementRequest update;
  *update.mutable_agreement() = GetAgreement("member-0");
  Sections& sections = *update.mutable_agreement()->mutable_sections();
  sections.set_council_objectives(Say("Better scrutiny."));
  sections.set_present_roles(Say("Member of scrutiny."));
  sections.set_motivation(Say("To ask what my ward would ask."));
  sections.set_aspects_to_strengthen(Say("Reading financial papers."));
  sections.set_learning_objectives(Say("One line of questions by spring."));
  sections.set_rules_of_trust(Say("It stays between us."));
  sections.set_time_scales(Say("Nine months."));
  sections.set_contact(Say("By telephone."));
  sections.set_exit(Say("A last look back."));
  Does<Agreement>("member-0", "agreement.v1.AgreementService/UpdateAgreement", update);
  MayNot<Agreement>(mentor_, "agreement.v1.AgreementService/UpdateAgreement", update,
                    status::v1::REASON_STALE_ETAG);
  EXPECT_EQ(GetAgreement(mentor_).sections().motivation(), Say("To ask what my ward would ask."));
  Sign("member-0");
  EXPECT_EQ(GetAgreement(mentor_).state(), Agreement::STATE_AWAITING_SIGNATURES);
  Sign(mentor_);
  EXPECT_EQ(GetAgreement("member-0").state(), Agreement::STATE_ACTIVE);
}

void Journey::Complete() {
  CompleteAgreementRequest complete;
  complete.set_name(agreement_);
  const auto ended =
      Does<Agreement>("member-0", "agreement.v1.AgreementService/CompleteAgreement", complete);
  EXPECT_EQ(ended.state(), Agreement::STATE_AFTERCARE);
  EXPECT_EQ(ended.aftercare_end_date(),
            time::FormatDate(time::AddMonths(time::DayOf(absl::Now()), 3)));
}

}  // namespace telemachus::scenario
