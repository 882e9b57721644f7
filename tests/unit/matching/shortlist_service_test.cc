#include "matching/shortlist/shortlist_service.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/request/request_rules.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using test::HasReason;
using test::IsOk;

constexpr char kId[] = "0d5a6a5e-6a0e-4a0e-8a0e-0d5a6a5e6a0e";

class ShortlistServiceTest : public testing::TestWithParam<std::string> {
 protected:
  World world_{GetParam()};
};

TEST_P(ShortlistServiceTest, ListsCandidatesForWhoHasTheRequestInHand) {
  const std::string name = world_.Waiting();
  EXPECT_EQ(world_.Build(Officer(), name).status(), status::NotPermitted()) << "not claimed";
  ASSERT_THAT(world_.Claim(Officer(), name), IsOk());
  const auto shortlist = world_.Build(Officer(), name);
  ASSERT_THAT(shortlist, IsOk());
  EXPECT_EQ(shortlist->candidates_size(), 3);
  EXPECT_EQ(world_.Build(Adviser(), name).status(), status::NotPermitted());
  world_.clock.Advance(kClaim);
  EXPECT_EQ(world_.Build(Officer(), name).status(), status::NotPermitted()) << "claim is over";
}

TEST_P(ShortlistServiceTest, CountsPlacesTakenByOthersButNotItsOwnHolds) {
  world_.SetPlaces("a", 1);
  const std::string name = world_.Offered();
  EXPECT_EQ(world_.Build(Officer(), name)->eligible_count(), 3);
  const std::string other = world_.Claimed();
  const auto shortlist = world_.Build(Officer(), other);
  EXPECT_EQ(shortlist->eligible_count(), 2);
  ASSERT_EQ(shortlist->removals_size(), 1);
  EXPECT_EQ(shortlist->removals(0).rule(), v1::HARD_RULE_PLACES);
}

TEST_P(ShortlistServiceTest, OffersMentorsAndHoldsAPlaceOfEach) {
  const std::string name = world_.Offered();
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_CHOOSING);
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Taken("b"), 1);
  const auto offers = world_.Offers(Member(), name);
  ASSERT_THAT(offers, IsOk());
  ASSERT_EQ(offers->offers_size(), 2);
  EXPECT_EQ(offers->offers(0).name(), name + "/offers/a");
  EXPECT_EQ(offers->offers(0).display_name(), "Name of people/a");
  EXPECT_EQ(offers->offers(0).authority_title().english(), "Near");
  EXPECT_NE(offers->offers(0).reason().welsh(), "");
  EXPECT_EQ(time::FromProto(offers->offers(0).hold_expire_time()),
            world_.clock.Now() + absl::Hours(48));
  EXPECT_EQ(world_.laid.Events().back().codes().at("offered_count"), "2");
  EXPECT_EQ(world_.Offers(Officer(), name).status(), status::NotPermitted());
}

TEST_P(ShortlistServiceTest, OffersAChoiceWhereThereIsOne) {
  const std::string name = world_.Claimed();
  EXPECT_THAT(world_.Offer(Officer(), name, {"a"}), HasReason(status::v1::REASON_CHOICE_TOO_SMALL));
  EXPECT_EQ(world_.Taken("a"), 0) << "nothing is held";
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_WAITING);
  world_.SetPlaces("b", 0);
  world_.SetPlaces("c", 0);
  EXPECT_THAT(world_.Offer(Officer(), name, {"a"}), IsOk()) << "there is nobody else";
}

TEST_P(ShortlistServiceTest, AddsToAnOfferWithoutTakingAPlaceTwice) {
  const std::string name = world_.Offered();
  ASSERT_THAT(world_.Offer(Officer(), name, {"c", "a"}), IsOk());
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Taken("c"), 1);
  EXPECT_EQ(world_.Offers(Member(), name)->offers_size(), 3);
}

TEST_P(ShortlistServiceTest, NamesTheMentorWhoIsNone) {
  const std::string name = world_.Claimed();
  const auto unknown = world_.Offer(Officer(), name, {"a", "nobody", "b"});
  EXPECT_THAT(unknown, HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(status::ToProto(unknown.status()).DebugString(), testing::HasSubstr("mentors[1]"));
  const auto twice = world_.Offer(Officer(), name, {"a", "b", "a"});
  EXPECT_THAT(twice, HasReason(status::v1::REASON_FIELD_REPEATED));
  EXPECT_THAT(status::ToProto(twice.status()).DebugString(), testing::HasSubstr("mentors[2]"));
}

TEST_P(ShortlistServiceTest, RefusesAMentorTakenMeanwhileByItsIndex) {
  world_.SetPlaces("b", 1);
  const std::string name = world_.Claimed();
  world_.registry.meanwhile = [&] {
    EXPECT_THAT(
        world_.laid.database().Transact(absl::Now() + absl::Seconds(30),
                                        [&](sql::Transaction& transaction) -> absl::Status {
                                          const absl::Status noted = NotePlaces(
                                              transaction, world_.registry.mentors["mentors/b"]);
                                          if (!noted.ok()) return noted;
                                          return TakePlace(transaction, "mentors/b").status();
                                        }),
        IsOk());
  };
  const auto offered = world_.Offer(Officer(), name, {"a", "b"});
  EXPECT_THAT(offered, HasReason(status::v1::REASON_NO_PLACE_LEFT));
  EXPECT_THAT(status::ToProto(offered.status()).DebugString(), testing::HasSubstr("mentors[1]"));
  EXPECT_EQ(world_.Taken("a"), 0) << "all or nothing";
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_WAITING);
}

TEST_P(ShortlistServiceTest, SaysOfAnAvoidedMentorWhatItSaysOfAPausedOne) {
  v1::Request asked = SomeRequest();
  asked.add_avoided_people("people/a");
  const std::string name = world_.Waiting(asked);
  ASSERT_THAT(world_.Claim(Officer(), name), IsOk());
  const auto avoided = world_.Offer(Officer(), name, {"a", "b"});
  EXPECT_THAT(avoided, HasReason(status::v1::REASON_NOT_AVAILABLE));
  registry::v1::MentorFacts paused = SomeMentor("c");
  paused.set_willing(false);
  world_.SetMentor(paused);
  const auto refused = world_.Offer(Officer(), name, {"c", "b"});
  EXPECT_THAT(refused, HasReason(status::v1::REASON_NOT_AVAILABLE));
  EXPECT_EQ(refused.status().message(), avoided.status().message());
  for (const auto& offered : {avoided, refused}) {
    EXPECT_THAT(status::ToProto(offered.status()).DebugString(),
                testing::HasSubstr("HARD_RULE_NOT_AVAILABLE"));
  }
  const auto shortlist = world_.Build(Officer(), name);
  ASSERT_EQ(shortlist->removals_size(), 1);
  EXPECT_EQ(shortlist->removals(0).rule(), v1::HARD_RULE_NOT_AVAILABLE);
  EXPECT_EQ(shortlist->removals(0).count(), 2);
}

TEST_P(ShortlistServiceTest, AnswersARepeatThoughTheMenteeHasChosenSince) {
  const std::string name = world_.Claimed();
  ASSERT_THAT(world_.Offer(Officer(), name, {"a", "b"}, kId), IsOk());
  ASSERT_THAT(world_.Choose(Member(), name, {"a"}), IsOk());
  const auto again = world_.Offer(Officer(), name, {"a", "b"}, kId);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->state(), v1::Request::STATE_CHOSEN);
  EXPECT_EQ(world_.Taken("b"), 1);
  EXPECT_THAT(world_.Offer(Officer(), name, {"a", "c"}, kId),
              HasReason(status::v1::REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(world_.Offer(Officer(), name, {"a", "c"}), HasReason(status::v1::REASON_WRONG_STATE));
}

INSTANTIATE_TEST_SUITE_P(All, ShortlistServiceTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
