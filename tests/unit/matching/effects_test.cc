#include "matching/effects.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/request/request_rules.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using test::HasReason;
using test::IsOk;

class EffectsTest : public testing::TestWithParam<std::string> {
 protected:
  World world_{GetParam()};
};

TEST_P(EffectsTest, FreesAHeldPlaceOnceItsTimeIsOver) {
  const std::string name = world_.Offered();
  EXPECT_EQ(world_.Pass(absl::Hours(48) - absl::Seconds(1)), 0);
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Pass(absl::Seconds(1)), 2);
  EXPECT_EQ(world_.Taken("a"), 0);
  EXPECT_EQ(world_.Pass(absl::Seconds(1)), 0);
  const auto offers = world_.Offers(Member(), name);
  ASSERT_EQ(offers->offers_size(), 2) << "the mentee may still choose";
  EXPECT_FALSE(offers->offers(0).has_hold_expire_time());
  ASSERT_THAT(world_.Choose(Member(), name, {"a"}), IsOk());
  EXPECT_EQ(world_.Taken("a"), 1) << "on a place taken anew";
}

TEST_P(EffectsTest, RefusesAChoiceWhoseExpiredPlaceAnotherHasTaken) {
  world_.SetPlaces("a", 1);
  const std::string name = world_.Offered();
  ASSERT_EQ(world_.Pass(absl::Hours(48)), 2);
  v1::Request other = SomeRequest();
  other.set_mentee("people/other");
  other.mutable_preferences()->set_named_mentor("mentors/a");
  world_.registry.people["people/other"] = SomePerson("people/other", kHome);
  ASSERT_THAT(world_.Choose(Member("people/other"), world_.Waiting(other), {"a"}), IsOk());
  EXPECT_THAT(world_.Choose(Member(), name, {"a"}), HasReason(status::v1::REASON_NO_PLACE_LEFT));
  const auto next = world_.Choose(Member(), name, {"a", "b"});
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->mentor(), "mentors/b") << "the first in the ranking who has a place";
}

TEST_P(EffectsTest, AsksTheNextWhereAMentorIsSilent) {
  const std::string match = world_.Asked();
  const std::string name = world_.MatchOf(match).request();
  EXPECT_GE(world_.Pass(absl::Hours(48)), 1);
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_LAPSED);
  EXPECT_EQ(world_.Taken("a"), 0);
  EXPECT_EQ(world_.Taken("b"), 1);
  const v1::Match next = world_.MatchOf(world_.Get(Member(), name)->match());
  EXPECT_EQ(next.mentor(), "mentors/b");
  EXPECT_THAT(world_.Accept(match, "a"), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.laid.EventTypes(match), testing::IsEmpty()) << "silence is no decline";
  EXPECT_THAT(world_.Accept(next.name(), "b"), IsOk());
}

TEST_P(EffectsTest, DeletesAnInvitationThatNobodyTookUpWithoutTrace) {
  const std::string name = world_.Create(Officer(), SomeRequest())->name();
  EXPECT_EQ(world_.Pass(kInvitation - absl::Seconds(1)), 0);
  EXPECT_THAT(world_.Get(Member(), name), IsOk());
  EXPECT_EQ(world_.Pass(absl::Seconds(1)), 1);
  EXPECT_EQ(world_.Get(Member(), name).status(), status::NotPermitted());
  EXPECT_EQ(world_.Get(Officer(), name).status(), status::NotPermitted());
  EXPECT_THAT(world_.laid.Events(), testing::IsEmpty());
}

TEST_P(EffectsTest, LooksFurtherWhileNobodyIsFound) {
  const std::string name = world_.Waiting();
  const auto reach = [&] { return world_.Get(Member(), name)->reach(); };
  EXPECT_EQ(reach(), programme::v1::REACH_REGION);
  world_.Pass(absl::Hours(24 * 14));
  EXPECT_EQ(reach(), programme::v1::REACH_NATION);
  world_.Pass(absl::Hours(24 * 14));
  EXPECT_EQ(reach(), programme::v1::REACH_NATION) << "not across the border unasked";
}

TEST_P(EffectsTest, FreesThePlaceOnceHoweverTheAgreementEnds) {
  for (const char* type : {"agreement.agreement.completed", "agreement.agreement.withdrawn"}) {
    SCOPED_TRACE(type);
    World world(GetParam());
    const std::string match = world.Accepted();
    ASSERT_EQ(world.Taken("a"), 1);
    for (int delivery = 0; delivery < 2; ++delivery) {
      ASSERT_THAT(world.Tell(type, match), IsOk());
      EXPECT_EQ(world.Taken("a"), 0);
    }
    EXPECT_EQ(world.MatchOf(match).state(), v1::Match::STATE_ENDED);
    EXPECT_FALSE(world.MatchOf(match).has_counterpart_contact());
    EXPECT_EQ(world.StateOf(world.MatchOf(match).request()), v1::Request::STATE_MATCHED);
    EXPECT_THAT(world.laid.EventTypes(match),
                testing::ElementsAre("matching.match.confirmed", "matching.match.ended"));
  }
}

TEST_P(EffectsTest, FreesOnePlaceOfTwoWhereAnEndIsToldTwice) {
  const std::string first = world_.Accepted();
  const std::string second = world_.Accepted();
  ASSERT_EQ(world_.Taken("a"), 2);
  ASSERT_THAT(world_.Tell("agreement.agreement.completed", first), IsOk());
  ASSERT_THAT(world_.Tell("agreement.agreement.withdrawn", first), IsOk());
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.MatchOf(second).state(), v1::Match::STATE_CONFIRMED);
}

TEST_P(EffectsTest, IgnoresOtherEventsOfAgreements) {
  const std::string match = world_.Accepted();
  for (const char* type : {"agreement.agreement.drafted", "agreement.agreement.signed",
                           "agreement.agreement.closed", "agreement.meeting.held"}) {
    ASSERT_THAT(world_.Tell(type, match), IsOk());
  }
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_CONFIRMED);
  EXPECT_EQ(world_.Taken("a"), 1);
}

TEST_P(EffectsTest, PutsARematchAtTheHeadAndNeverProposesThePairAgain) {
  world_.registry.people["people/other"] = SomePerson("people/other", kHome);
  v1::Request urgent = SomeRequest();
  urgent.set_mentee("people/other");
  urgent.set_urgency(programme::v1::URGENCY_URGENT);
  const std::string other = world_.Waiting(urgent);
  const std::string match = world_.Accepted();
  const std::string name = world_.MatchOf(match).request();
  for (int delivery = 0; delivery < 2; ++delivery) {
    ASSERT_THAT(world_.Tell("agreement.agreement.rematched", match), IsOk());
    EXPECT_EQ(world_.Taken("a"), 0);
  }
  v1::ListRequestsRequest list;
  list.set_parent(kHome);
  const auto queue = test::CallAs(Officer(), *world_.requests, &RequestService::ListRequests, list);
  ASSERT_EQ(queue->requests_size(), 2);
  EXPECT_EQ(queue->requests(0).name(), name);
  EXPECT_EQ(queue->requests(1).name(), other);
  EXPECT_EQ(queue->requests(0).state(), v1::Request::STATE_WAITING);

  ASSERT_THAT(world_.Claim(Officer(), name), IsOk());
  const auto shortlist = world_.Build(Officer(), name);
  ASSERT_EQ(shortlist->candidates_size(), 2);
  for (const auto& candidate : shortlist->candidates()) {
    EXPECT_NE(candidate.mentor(), "mentors/a");
  }
  EXPECT_THAT(world_.Offer(Officer(), name, {"a", "b"}),
              HasReason(status::v1::REASON_NOT_AVAILABLE));
  world_.Pass(absl::Hours(24 * 14));
  EXPECT_EQ(world_.Get(Member(), name)->reach(), programme::v1::REACH_NATION)
      << "it looks further again";
}

INSTANTIATE_TEST_SUITE_P(All, EffectsTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
