#include "absl/strings/str_cat.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/evaluation/v1/report.pb.h"
#include "tests/scenarios/journey/journey.h"

namespace telemachus::scenario {
namespace {

using namespace evaluation::v1;  // NOLINT: these steps are about evaluation

constexpr int kOthers = 13;  // who ask as well, so that there is something to count

}  // namespace

// Invitations come by event.
std::string Journey::EvaluateAs(const std::string& who) {
  ListInvitationsRequest list;
  list.set_parent(PersonOf(who));
  CreateEvaluationRequest create;
  for (const absl::Time end = absl::Now() + kPatience; create.parent().empty() && absl::Now() < end;
       absl::SleepFor(absl::Milliseconds(20))) {
    const auto invited =
        Does<ListInvitationsResponse>(who, "evaluation.v1.EvaluationService/ListInvitations", list);
    for (const Invitation& invitation : invited.invitations()) {
      if (invitation.occasion() == OCCASION_END) create.set_parent(invitation.name());
    }
  }
  Evaluation& evaluation = *create.mutable_evaluation();
  evaluation.set_successful(Evaluation::DEGREE_FULLY);
  evaluation.add_helped(Evaluation::HELP_CHALLENGE);
  evaluation.set_recommend(Evaluation::DEGREE_MOSTLY);
  evaluation.set_remarks(Say("Begin earlier next time."));
  if (who == "member-0") invitation_ = create.parent();
  return Does<Evaluation>(who, "evaluation.v1.EvaluationService/CreateEvaluation", create).name();
}

void Journey::Evaluate() {
  GetEvaluationRequest get;
  evaluation_ = EvaluateAs("member-0");
  get.set_name(evaluation_);
  EvaluateAs(mentor_);
  EXPECT_EQ(
      Does<Evaluation>("member-0", "evaluation.v1.EvaluationService/GetEvaluation", get).remarks(),
      Say("Begin earlier next time."));
  MayNot<Evaluation>(mentor_, "evaluation.v1.EvaluationService/GetEvaluation", get,
                     status::v1::REASON_NOT_PERMITTED);
}

void Journey::ReadReports() {
  for (int i = 1; i <= kOthers; ++i) {
    const std::string who = absl::StrCat("member-", i);
    Does<matching::v1::Request>(who, "matching.v1.RequestService/CreateRequest", Need(who));
  }
  GetReportRequest get;
  get.set_scope(home_);
  get.set_period("to-date");
  const auto report = Does<Report>("officer", "evaluation.v1.ReportService/GetReport", get);
  bool counted = false;
  for (const Table& table : report.tables()) {
    for (const auto& row : table.rows()) {
      const Figure& figure = row.figure();
      if (table.code() == "demand_by_kind" && row.code() == "one_to_one") {
        counted = true;
        EXPECT_EQ(figure.protection(), Figure::PROTECTION_ROUNDED);
        EXPECT_EQ(figure.count(), 15);
      } else if (figure.protection() != Figure::PROTECTION_ROUNDED) {
        EXPECT_EQ(figure.count(), 0) << table.code() << "/" << row.code();
      } else {
        EXPECT_EQ(figure.count() % report.rounding_base(), 0);
        EXPECT_GE(figure.count(), report.threshold());
      }
    }
  }
  EXPECT_TRUE(counted);
  const auto same = Does<Report>("committee", "evaluation.v1.ReportService/GetReport", get);
  EXPECT_EQ(report.SerializeAsString(), same.SerializeAsString());
  get.set_scope(neighbour_);
  MayNot<Report>("officer", "evaluation.v1.ReportService/GetReport", get,
                 status::v1::REASON_NOT_PERMITTED);
}

void Journey::UpToApproval() {
  for (const auto step :
       {&Journey::BuildRegister, &Journey::RegisterMentors, &Journey::AskForMentor}) {
    (this->*step)();
    if (testing::Test::HasFailure()) return;
  }
}

void Journey::Whole() {
  UpToApproval();
  for (const auto step : {&Journey::Approve, &Journey::FindAgreement, &Journey::MeetAndCompare,
                          &Journey::WriteAndSign, &Journey::Review, &Journey::Complete,
                          &Journey::Evaluate, &Journey::ReadReports}) {
    if (testing::Test::HasFailure()) return;
    (this->*step)();
  }
}

}  // namespace telemachus::scenario
