#include <gmock/gmock.h>

#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::ElementsAre;
using v1::Agreement;

class EndingTest : public testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<Agreement> Complete(const std::string& name) {
    return world_.Verb(&AgreementService::CompleteAgreement, kMentee, name);
  }
  absl::StatusOr<Agreement> Withdraw(const std::string& name) {
    return world_.Verb(&AgreementService::WithdrawFromAgreement, kMentor, name);
  }
  absl::StatusOr<Agreement> Rematch(const std::string& name) {
    return world_.Verb(&AgreementService::RequestRematch, kMentor, name);
  }
  absl::StatusOr<v1::Arrangement> Arrangement(const std::string& name, access::Role role,
                                              const std::string& scope) {
    v1::GetArrangementRequest request;
    request.set_name(absl::StrCat("arrangements/", name.substr(name.find('/') + 1)));
    return world_.Do(*world_.arrangements, &ArrangementService::GetArrangement,
                     World::CallerWith("people/officer", role, scope), request);
  }
  v1::Arrangement::Status StatusSeen(const std::string& name) {
    const auto seen = Arrangement(name, access::Role::ROLE_OFFICER, kAuthority);
    EXPECT_THAT(seen, IsOk());
    return seen->status();
  }

  World world_{GetParam()};
};

TEST_P(EndingTest, CompletesAfterTheFinalReviewAndClosesWhenAftercareIsOver) {
  const std::string name = world_.InForce();
  EXPECT_THAT(Complete(name), HasReason(status::v1::REASON_WRONG_STATE));
  world_.AgreeFinalReview(name);
  const auto completed = Complete(name);
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state(), Agreement::STATE_AFTERCARE);
  EXPECT_EQ(completed->aftercare_end_date(), "2026-08-04");
  world_.clock.Set(At("2026-08-05") - absl::Seconds(1));
  EXPECT_EQ(*world_.timers->FireDue(), 0);
  world_.clock.Set(At("2026-08-05"));
  EXPECT_EQ(*world_.timers->FireDue(), 1);
  EXPECT_EQ(world_.Get(kMentee, name)->state(), Agreement::STATE_CLOSED);
  EXPECT_THAT(world_.EventTypes(),
              ElementsAre("agreement.agreement.drafted", "agreement.agreement.signed",
                          "agreement.review.final", "agreement.agreement.completed",
                          "agreement.agreement.closed"));
}

TEST_P(EndingTest, ClosesAtOnceWhereThePolicyHasNoAftercare) {
  world_.registry.authorities[kAuthority].mutable_policy()->set_aftercare_months(0);
  const std::string name = world_.InForce();
  world_.AgreeFinalReview(name);
  const auto completed = Complete(name);
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state(), Agreement::STATE_CLOSED);
  EXPECT_EQ(world_.EventTypes().back(), "agreement.agreement.closed");
}

TEST_P(EndingTest, ADraftIsNotCompletedButWithdrawnFrom) {
  const std::string name = world_.Drafted();
  EXPECT_THAT(Complete(name), HasReason(status::v1::REASON_WRONG_STATE));
  const auto withdrawn = Withdraw(name);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), Agreement::STATE_WITHDRAWN);
  EXPECT_THAT(Withdraw(name), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.Write(kMentee, name, World::FullSections()),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.SignPresent(kMentee, name, 1), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.Plan(kMentee, name, world_.clock.Now()),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.Answer(kMentee, name, v1::AGREEING_AGREE),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(world_.EventTypes().back(), "agreement.agreement.withdrawn");
}

TEST_P(EndingTest, ARematchIsOpenFromTheFirstMeetingToTheSecond) {
  const std::string name = world_.Drafted();
  EXPECT_THAT(Rematch(name), HasReason(status::v1::REASON_REMATCH_CLOSED));
  world_.Meet(name);
  world_.clock.Advance(absl::Hours(24));
  world_.Meet(name);
  EXPECT_THAT(Rematch(name), HasReason(status::v1::REASON_REMATCH_CLOSED));
}

TEST_P(EndingTest, ARematchIsOpenForTheDaysOfThePolicyAndNoLonger) {
  const std::string late = world_.Drafted("matches/m1");
  world_.Meet(late);
  const std::string timely = world_.Drafted("matches/m2");
  world_.Meet(timely);
  world_.clock.Set(At("2026-06-02") - absl::Seconds(1));
  const auto rematched = Rematch(timely);
  ASSERT_THAT(rematched, IsOk());
  EXPECT_EQ(rematched->state(), Agreement::STATE_REMATCHED);
  EXPECT_EQ(world_.Events().back().type(), "agreement.agreement.rematched");
  EXPECT_EQ(world_.Events().back().codes().at("match"), "matches/m2");
  world_.clock.Set(At("2026-06-02"));
  EXPECT_THAT(Rematch(late), HasReason(status::v1::REASON_REMATCH_CLOSED));
}

TEST_P(EndingTest, TheSchemeReadsEveryEndAlike) {
  const std::string withdrawn = world_.Drafted("matches/m2");
  EXPECT_EQ(StatusSeen(withdrawn), v1::Arrangement::STATUS_ARRANGING);
  const std::string rematched = world_.Drafted("matches/m3");
  world_.Meet(rematched);
  const std::string completed = world_.InForce();
  EXPECT_EQ(StatusSeen(completed), v1::Arrangement::STATUS_ACTIVE);
  world_.AgreeFinalReview(completed);
  ASSERT_THAT(Withdraw(withdrawn), IsOk());
  ASSERT_THAT(Rematch(rematched), IsOk());
  ASSERT_THAT(Complete(completed), IsOk());
  std::vector<std::string> seen;
  for (const std::string& name : {withdrawn, rematched, completed}) {
    auto arrangement = Arrangement(name, access::Role::ROLE_ADVISER, kRegion);
    ASSERT_THAT(arrangement, IsOk());
    EXPECT_EQ(arrangement->status(), v1::Arrangement::STATUS_ENDED);
    EXPECT_EQ(arrangement->end_date(), "2026-05-04");
    arrangement->clear_name();
    arrangement->clear_start_date();
    seen.push_back(arrangement->SerializeAsString());
  }
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
}

TEST_P(EndingTest, ArrangementsAreForTheirScopeAlone) {
  const std::string name = world_.Drafted();
  const absl::Status other =
      Arrangement(name, access::Role::ROLE_OFFICER, "authorities/other").status();
  EXPECT_THAT(other, HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(other,
            Arrangement("agreements/unknown", access::Role::ROLE_OFFICER, kAuthority).status());
  EXPECT_EQ(other, Arrangement(name, access::Role::ROLE_MEMBER, kAuthority).status());
  EXPECT_THAT(Arrangement(name, access::Role::ROLE_NATIONAL, kNation), IsOk());
  v1::ListArrangementsRequest request;
  request.set_parent(kAuthority);
  const auto listed =
      world_.Do(*world_.arrangements, &ArrangementService::ListArrangements,
                World::CallerWith("people/a", access::Role::ROLE_ADVISER, kRegion), request);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->arrangements_size(), 1);
  request.set_parent("authorities/unknown");
  EXPECT_EQ(other,
            world_
                .Do(*world_.arrangements, &ArrangementService::ListArrangements,
                    World::CallerWith("people/a", access::Role::ROLE_ADVISER, kRegion), request)
                .status());
}

INSTANTIATE_TEST_SUITE_P(All, EndingTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
