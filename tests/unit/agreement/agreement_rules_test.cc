#include "agreement/paper/agreement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "agreement/checklist/checklist_catalogue.h"
#include "agreement/checklist/checklist_rules.h"
#include "agreement/meeting/meeting_rules.h"
#include "agreement/paper/section_rules.h"
#include "common/time/civil.h"
#include "google/protobuf/descriptor.h"
#include "tests/support/status_matchers.h"

namespace telemachus::agreement {
namespace {

using registry::v1::Policy;
using test::HasReason;
using test::IsOk;
using v1::Agreement;

absl::Time At(const char* date) { return time::StartOf(*time::ParseDate(date)); }

// An agreement of two in a state, in force or never yet.
Agreement In(Agreement::State state, bool started) {
  Agreement agreement;
  agreement.set_name("agreements/a1");
  agreement.set_state(state);
  agreement.set_version(1);
  agreement.add_parties()->set_person("people/e");
  agreement.mutable_parties(0)->set_side(v1::Party::SIDE_MENTEE);
  agreement.add_parties()->set_person("people/r");
  agreement.mutable_parties(1)->set_side(v1::Party::SIDE_MENTOR);
  if (started) *agreement.mutable_start_time() = time::ToProto(At("2026-01-05"));
  return agreement;
}

// What the table says each verb makes of each state; 0: WRONG_STATE. Aftercare here has not ended.
struct Line {
  Agreement::State state;
  bool started;
  Agreement::State sign;
  Agreement::State complete;
  Agreement::State withdraw;
  Agreement::State rematch;
  v1::Arrangement::Status seen;
};

constexpr Agreement::State kNo = Agreement::STATE_UNSPECIFIED;
const std::vector<Line>& Table() {
  using A = Agreement;
  using S = v1::Arrangement;
  static const auto* const table = new std::vector<Line>{
      {A::STATE_DRAFT, false, A::STATE_AWAITING_SIGNATURES, kNo, A::STATE_WITHDRAWN,
       A::STATE_REMATCHED, S::STATUS_ARRANGING},
      {A::STATE_AWAITING_SIGNATURES, false, A::STATE_AWAITING_SIGNATURES, kNo, A::STATE_WITHDRAWN,
       A::STATE_REMATCHED, S::STATUS_ARRANGING},
      {A::STATE_AWAITING_SIGNATURES, true, A::STATE_AWAITING_SIGNATURES, A::STATE_AFTERCARE,
       A::STATE_WITHDRAWN, A::STATE_REMATCHED, S::STATUS_ACTIVE},
      {A::STATE_ACTIVE, true, A::STATE_AWAITING_SIGNATURES, A::STATE_AFTERCARE, A::STATE_WITHDRAWN,
       A::STATE_REMATCHED, S::STATUS_ACTIVE},
      {A::STATE_AFTERCARE, true, kNo, kNo, kNo, kNo, S::STATUS_ENDED},
      {A::STATE_CLOSED, true, kNo, kNo, kNo, kNo, S::STATUS_ENDED},
      {A::STATE_WITHDRAWN, true, kNo, kNo, kNo, kNo, S::STATUS_ENDED},
      {A::STATE_WITHDRAWN, false, kNo, kNo, kNo, kNo, S::STATUS_ENDED},
      {A::STATE_REMATCHED, false, kNo, kNo, kNo, kNo, S::STATUS_ENDED},
  };
  return *table;
}

void ExpectBecomes(Agreement::State expected, const absl::Status& status,
                   const Agreement& agreement) {
  if (expected == kNo) {
    EXPECT_THAT(status, HasReason(status::v1::REASON_WRONG_STATE));
  } else {
    EXPECT_THAT(status, IsOk());
    EXPECT_EQ(agreement.state(), expected);
  }
}

TEST(AgreementRulesTest, EveryVerbDoesInEveryStateWhatTheTableSays) {
  const absl::Time now = At("2026-02-02");
  const Terms terms{.aftercare_months = 2, .rematch_days = 28, .matched_date = "2026-01-01"};
  const HeldMeetings held{.count = 1, .first = At("2026-02-01")};
  for (const Line& line : Table()) {
    SCOPED_TRACE(testing::Message() << Agreement::State_Name(line.state) << line.started);
    Agreement agreement = In(line.state, line.started);
    ExpectBecomes(line.sign, Sign("people/e", 1, now, agreement).status(), agreement);
    agreement = In(line.state, line.started);
    ExpectBecomes(line.complete, Complete(terms, true, now, agreement), agreement);
    agreement = In(line.state, line.started);
    ExpectBecomes(line.withdraw, Withdraw(now, agreement), agreement);
    EXPECT_EQ(agreement.has_end_time(), line.withdraw != kNo);
    agreement = In(line.state, line.started);
    ExpectBecomes(line.rematch, Rematch(terms, held, now, agreement), agreement);
    EXPECT_EQ(ArrangementOf(In(line.state, line.started), "authorities/x", terms).status(),
              line.seen);
  }
}

TEST(AgreementRulesTest, ComesIntoForceWithTheLastSignature) {
  Agreement agreement = In(Agreement::STATE_DRAFT, false);
  EXPECT_FALSE(*Sign("people/r", 1, At("2026-02-01"), agreement));
  EXPECT_FALSE(agreement.has_start_time());
  EXPECT_TRUE(*Sign("people/e", 1, At("2026-02-02"), agreement));
  EXPECT_EQ(agreement.state(), Agreement::STATE_ACTIVE);
  EXPECT_EQ(time::FromProto(agreement.start_time()), At("2026-02-02"));
}

TEST(AgreementRulesTest, ARematchNeedsExactlyOneMeetingAndTime) {
  const Terms terms{.aftercare_months = 0, .rematch_days = 28, .matched_date = ""};
  struct Case {
    int64_t count;
    const char* now;
    bool open;
  };
  for (const Case& c : std::vector<Case>{{0, "2026-01-10", false},
                                         {1, "2026-01-10", true},
                                         {1, "2026-02-07", true},
                                         {1, "2026-02-08", false},
                                         {2, "2026-01-10", false}}) {
    SCOPED_TRACE(testing::Message() << c.count << " " << c.now);
    Agreement agreement = In(Agreement::STATE_DRAFT, false);
    const absl::Status status =
        Rematch(terms, {.count = c.count, .first = At("2026-01-10")}, At(c.now), agreement);
    if (c.open) {
      EXPECT_THAT(status, IsOk());
    } else {
      EXPECT_THAT(status, HasReason(status::v1::REASON_REMATCH_CLOSED));
    }
  }
}

TEST(AgreementRulesTest, AftercareEndsWithItsLastDay) {
  Agreement agreement = In(Agreement::STATE_ACTIVE, true);
  const Terms terms{.aftercare_months = 1, .rematch_days = 28, .matched_date = ""};
  ASSERT_THAT(Complete(terms, true, At("2026-01-31"), agreement), IsOk());
  EXPECT_EQ(agreement.aftercare_end_date(), "2026-02-28");
  EXPECT_FALSE(Close(At("2026-03-01") - absl::Microseconds(1), agreement));
  EXPECT_TRUE(Close(At("2026-03-01"), agreement));
  EXPECT_FALSE(Close(At("2026-03-02"), agreement));
}

// All of the full form but one field.
v1::Sections FullBut(const std::string& left_out) {
  v1::Sections sections;
  for (const char* field :
       {"council_objectives", "present_roles", "motivation", "aspects_to_strengthen",
        "learning_objectives", "rules_of_trust", "time_scales", "contact"}) {
    if (left_out == field) continue;
    sections.GetReflection()->SetString(&sections,
                                        v1::Sections::descriptor()->FindFieldByName(field), "said");
  }
  return sections;
}

TEST(SectionRulesTest, TheFullFormNeedsSectionsOneToThreeAndFive) {
  const auto kind = programme::v1::KIND_ONE_TO_ONE;
  EXPECT_THAT(CheckComplete(kind, Policy::AGREEMENT_FORM_FULL, FullBut("")), IsOk());
  for (const char* field :
       {"council_objectives", "present_roles", "motivation", "aspects_to_strengthen",
        "learning_objectives", "rules_of_trust", "time_scales", "contact"}) {
    const absl::Status status = CheckComplete(kind, Policy::AGREEMENT_FORM_FULL, FullBut(field));
    EXPECT_THAT(status, HasReason(status::v1::REASON_SECTIONS_INCOMPLETE));
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(field));
  }
}

TEST(SectionRulesTest, TheLightFormNeedsGoalsContactTrustAndAnEnd) {
  const auto kind = programme::v1::KIND_INDUCTION;
  v1::Sections sections;
  sections.set_learning_objectives("a");
  sections.set_contact("b");
  sections.set_rules_of_trust("c");
  EXPECT_THAT(CheckComplete(kind, Policy::AGREEMENT_FORM_LIGHT, sections),
              HasReason(status::v1::REASON_SECTIONS_INCOMPLETE));
  sections.set_planned_end_date("2026-12-01");
  EXPECT_THAT(CheckComplete(kind, Policy::AGREEMENT_FORM_LIGHT, sections), IsOk());
  sections.clear_planned_end_date();
  sections.set_exit("when both say so");
  EXPECT_THAT(CheckComplete(kind, Policy::AGREEMENT_FORM_LIGHT, sections), IsOk());
  EXPECT_THAT(CheckComplete(kind, Policy::AGREEMENT_FORM_NONE, {}), IsOk());
}

TEST(SectionRulesTest, AWardVisitNeedsTrustAndADay) {
  v1::Sections sections;
  sections.set_rules_of_trust("c");
  EXPECT_THAT(CheckComplete(programme::v1::KIND_WARD_VISIT, Policy::AGREEMENT_FORM_FULL, sections),
              HasReason(status::v1::REASON_SECTIONS_INCOMPLETE));
  sections.set_planned_end_date("2026-12-01");
  EXPECT_THAT(CheckComplete(programme::v1::KIND_WARD_VISIT, Policy::AGREEMENT_FORM_FULL, sections),
              IsOk());
}

TEST(ChecklistCatalogueTest, HasTwentyTwoStatementsInBothLanguages) {
  const v1::ChecklistCatalogue& catalogue = PresentCatalogue();
  ASSERT_EQ(catalogue.statements_size(), 22);
  std::map<std::string, int> texts;
  for (int i = 0; i < catalogue.statements_size(); ++i) {
    EXPECT_EQ(catalogue.statements(i).number(), i + 1);
    ++texts[catalogue.statements(i).content().welsh()];
    ++texts[catalogue.statements(i).content().english()];
  }
  EXPECT_EQ(texts.size(), 44u);
  EXPECT_FALSE(texts.contains(""));
}

TEST(ChecklistRulesTest, EveryStatementIsAnsweredOnce) {
  v1::AnswerChecklistRequest request;
  for (int number = 22; number > 0; --number) {
    auto& answer = *request.add_answers();
    answer.set_number(number);
    answer.set_own(v1::AGREEING_AGREE);
  }
  EXPECT_THAT(CheckAnswers(PresentCatalogue(), request.answers()), IsOk());
  EXPECT_EQ(OwnAnswers(1, request.answers()).answers(0).number(), 1);
  auto repeated = request;
  *repeated.add_answers() = request.answers(0);
  EXPECT_THAT(CheckAnswers(PresentCatalogue(), repeated.answers()),
              HasReason(status::v1::REASON_FIELD_REPEATED));
  auto missing = request;
  missing.mutable_answers()->RemoveLast();
  EXPECT_THAT(CheckAnswers(PresentCatalogue(), missing.answers()),
              HasReason(status::v1::REASON_CHECKLIST_INCOMPLETE));
  auto unknown = request;
  unknown.mutable_answers(0)->set_number(23);
  EXPECT_THAT(CheckAnswers(PresentCatalogue(), unknown.answers()),
              HasReason(status::v1::REASON_CHECKLIST_INCOMPLETE));
}

TEST(MeetingRulesTest, MeetingsLieWithinTwoYears) {
  const absl::Time now = At("2026-05-04");
  struct Case {
    const char* date;
    bool fits;
  };
  for (const Case& c : std::vector<Case>{{"2024-05-03", false},
                                         {"2024-05-04", true},
                                         {"2028-05-04", true},
                                         {"2028-05-05", false}}) {
    v1::Meeting meeting;
    *meeting.mutable_start_time() = time::ToProto(At(c.date));
    EXPECT_EQ(CheckPlanned(meeting, now).ok(), c.fits) << c.date;
  }
}

TEST(MeetingRulesTest, ATargetLiesFromTodayToTwoYearsAhead) {
  const absl::Time now = At("2026-05-04");
  v1::Objective objective;
  for (const char* date : {"2026-05-04", "2028-05-04"}) {
    objective.set_target_date(date);
    EXPECT_THAT(CheckTarget(objective, now), IsOk()) << date;
  }
  for (const char* date : {"2026-05-03", "2028-05-05"}) {
    objective.set_target_date(date);
    EXPECT_THAT(CheckTarget(objective, now), HasReason(status::v1::REASON_FIELD_OUT_OF_RANGE))
        << date;
  }
}

}  // namespace
}  // namespace telemachus::agreement
