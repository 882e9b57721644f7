#include "registry/subject/subject_rules.h"

#include <string>
#include <vector>

#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using Request = v1::SubjectRequest;

absl::Time At(const std::string& day) {
  return time::StartOf(*time::ParseDate(day)) + absl::Hours(9);
}

Request ByStaff(Request::Kind kind) {
  Request asked;
  asked.set_kind(kind);
  asked.set_channel(Request::CHANNEL_LETTER);
  asked.set_identity_check(Request::IDENTITY_CHECK_DOCUMENT);
  return asked;
}

Request InState(Request::Kind kind, Request::State state) {
  Request asked;
  asked.set_kind(kind);
  Request request = *DraftSubjectRequest(asked, /*by_person=*/true, Noon());
  request.set_state(state);
  return request;
}

TEST(SubjectRulesTest, CountsTheMonthByTheCalendar) {
  const struct {
    const char* received;
    int months;
    const char* due;
  } cases[] = {{"2026-11-22", 1, "2026-12-22"}, {"2026-01-31", 1, "2026-02-28"},
               {"2028-01-31", 1, "2028-02-29"}, {"2026-08-31", 1, "2026-09-30"},
               {"2026-12-15", 1, "2027-01-15"}, {"2026-11-30", 3, "2027-02-28"},
               {"2026-01-31", 3, "2026-04-30"}};
  for (const auto& one : cases) {
    EXPECT_EQ(time::FormatDate(DueDate(*time::ParseDate(one.received), one.months)), one.due)
        << one.received;
  }
}

TEST(SubjectRulesTest, BeginsAtOnceButForAnErasure) {
  const struct {
    Request::Kind kind;
    bool by_person;
    Request::State state;
    bool by_itself;
  } cases[] = {{Request::KIND_EXPORT, true, Request::STATE_RUNNING, false},
               {Request::KIND_EXPORT, false, Request::STATE_RUNNING, false},
               {Request::KIND_ERASURE, true, Request::STATE_WAITING, false},
               {Request::KIND_ERASURE, false, Request::STATE_WAITING, true},
               {Request::KIND_RESTRICTION, true, Request::STATE_RUNNING, false},
               {Request::KIND_RESTRICTION, false, Request::STATE_RUNNING, false},
               {Request::KIND_LIFTING, true, Request::STATE_RUNNING, false},
               {Request::KIND_LIFTING, false, Request::STATE_WAITING, true}};
  for (const auto& one : cases) {
    Request asked = ByStaff(one.kind);
    if (one.by_person) {
      asked.clear_channel();
      asked.clear_identity_check();
    }
    const auto draft = DraftSubjectRequest(asked, one.by_person, Noon());
    ASSERT_THAT(draft, IsOk());
    EXPECT_EQ(draft->state(), one.state) << KindCode(one.kind);
    EXPECT_EQ(draft->has_begin_time(), one.by_itself) << KindCode(one.kind);
  }
}

TEST(SubjectRulesTest, CountsFromTheDayOnWhichALetterCame) {
  Request asked = ByStaff(Request::KIND_EXPORT);
  asked.set_receive_date("2026-11-10");
  EXPECT_EQ(DraftSubjectRequest(asked, false, Noon())->due_date(), "2026-12-10");
  asked.set_receive_date("2026-11-23");
  EXPECT_THAT(DraftSubjectRequest(asked, false, Noon()),
              FaultOn("subject_request.receive_date", REASON_FIELD_OUT_OF_RANGE));
}

TEST(SubjectRulesTest, AsksStaffAloneHowItCame) {
  EXPECT_THAT(DraftSubjectRequest(ByStaff(Request::KIND_EXPORT), true, Noon()),
              FaultOn("subject_request.channel", REASON_FIELD_CONFLICT));
  Request asked = ByStaff(Request::KIND_EXPORT);
  asked.clear_channel();
  EXPECT_THAT(DraftSubjectRequest(asked, false, Noon()),
              FaultOn("subject_request.channel", REASON_FIELD_REQUIRED));
  asked = ByStaff(Request::KIND_EXPORT);
  asked.clear_identity_check();
  EXPECT_THAT(DraftSubjectRequest(asked, false, Noon()),
              FaultOn("subject_request.identity_check", REASON_FIELD_REQUIRED));
}

TEST(SubjectRulesTest, AllowsEachVerbInItsStatesAlone) {
  for (int kind = Request::KIND_EXPORT; kind <= Request::KIND_LIFTING; ++kind) {
    for (int state = Request::STATE_WAITING; state <= Request::STATE_WITHDRAWN; ++state) {
      const Request before =
          InState(static_cast<Request::Kind>(kind), static_cast<Request::State>(state));
      const bool waits = state == Request::STATE_WAITING;
      const bool runs = state == Request::STATE_RUNNING;
      Request confirmed = before;
      EXPECT_EQ(ConfirmErasure(confirmed).ok(), waits && kind == Request::KIND_ERASURE);
      Request withdrawn = before;
      EXPECT_EQ(WithdrawSubjectRequest(Noon(), withdrawn).ok(), waits);
      Request extended = before;
      const absl::Status extension =
          ExtendSubjectRequest(Request::EXTENSION_REASON_COMPLEX, Noon(), extended);
      EXPECT_EQ(extension.ok(), waits || runs);
      if (!extension.ok()) {
        EXPECT_THAT(extension, HasReason(REASON_WRONG_STATE));
      }
    }
  }
}

TEST(SubjectRulesTest, IsPutOffOnceAndInTime) {
  Request request = InState(Request::KIND_EXPORT, Request::STATE_RUNNING);
  ASSERT_EQ(request.due_date(), "2026-12-22");
  Request late = request;
  EXPECT_THAT(ExtendSubjectRequest(Request::EXTENSION_REASON_COMPLEX, At("2026-12-23"), late),
              HasReason(REASON_WRONG_STATE));
  ASSERT_THAT(ExtendSubjectRequest(Request::EXTENSION_REASON_COMPLEX, At("2026-12-22"), request),
              IsOk());
  EXPECT_EQ(request.due_date(), "2027-02-22");
  EXPECT_THAT(ExtendSubjectRequest(Request::EXTENSION_REASON_COMPLEX, Noon(), request),
              HasReason(REASON_WRONG_STATE));
}

TEST(SubjectRulesTest, RemindsBeforeTheDueDateAndOnIt) {
  const Request request = InState(Request::KIND_EXPORT, Request::STATE_RUNNING);
  std::vector<std::string> days;
  absl::Time now = Noon();
  while (const auto next = NextReminder(request, now)) {
    days.push_back(time::FormatDate(time::DayOf(*next)));
    now = *next;
  }
  EXPECT_THAT(days, testing::ElementsAre("2026-12-15", "2026-12-21", "2026-12-22"));
  EXPECT_EQ(NextReminder(InState(Request::KIND_EXPORT, Request::STATE_DONE), Noon()), std::nullopt);
}

TEST(SubjectRulesTest, LapsesForWantOfThePersonsWord) {
  const Request own = InState(Request::KIND_ERASURE, Request::STATE_WAITING);
  EXPECT_EQ(Pass(own, At("2026-12-22")), Passing::kNothing);
  EXPECT_EQ(Pass(own, At("2026-12-23")), Passing::kLapses);
  const Request recorded = *DraftSubjectRequest(ByStaff(Request::KIND_ERASURE), false, Noon());
  EXPECT_EQ(Pass(recorded, Noon() + kErasureCooling - absl::Seconds(1)), Passing::kNothing);
  EXPECT_EQ(Pass(recorded, Noon() + kErasureCooling), Passing::kBegins);
}

}  // namespace
}  // namespace telemachus::registry
