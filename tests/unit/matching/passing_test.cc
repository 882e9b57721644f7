#include "matching/passing/passing.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matching/world.h"

// The mentee's authority ends, and another looks after the mentee.
namespace telemachus::matching {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

constexpr char kNext[] = "authorities/next";
constexpr char kNextRegion[] = "regions/south";

class PassingTest : public testing::TestWithParam<std::string> {
 protected:
  PassingTest() {
    registry::v1::AuthorityFacts next = world_.registry.authorities[kHome];
    next.set_authority(kNext);
    next.set_region(kNextRegion);
    world_.registry.authorities[kNext] = next;
  }

  // The registry says so, and tells of it.
  void Succeed(const std::string& from = kHome, const std::string& to = kNext) {
    auto& seat = *world_.registry.people[kMentee].mutable_seats(0);
    seat.set_responsible_authority(to);
    seat.set_region(world_.registry.authorities[to].region());
    EXPECT_THAT(Tell(from), IsOk());
  }
  absl::Status Tell(const std::string& authority) {
    Passing passing(world_.registry, world_.clock);
    event::v1::Event event;
    event.set_type("registry.authority.succeeded");
    event.set_resource(authority);
    return world_.laid.database().Transact(
        absl::Now() + absl::Seconds(30),
        [&](sql::Transaction& transaction) { return passing.Apply(transaction, event); });
  }
  int Listed(const access::Caller& caller, const std::string& parent) {
    v1::ListRequestsRequest request;
    request.set_parent(parent);
    const auto page =
        test::CallAs(caller, *world_.requests, &RequestService::ListRequests, request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->requests_size() : -1;
  }
  int ListedMatches(const access::Caller& caller, const std::string& parent) {
    v1::ListMatchesRequest request;
    request.set_parent(parent);
    const auto page = test::CallAs(caller, *world_.matches, &MatchService::ListMatches, request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->matches_size() : -1;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, PassingTest, test::Engines(), test::EngineName);

TEST_P(PassingTest, GivesALiveRequestToTheOfficersOfTheSuccessor) {
  const std::string name = world_.Waiting();
  EXPECT_THAT(world_.Get(Officer(kNext), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  Succeed();
  EXPECT_THAT(world_.Get(Officer(), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(world_.Get(Adviser(), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(world_.Get(Adviser(kNextRegion), name), IsOk());
  const auto seen = world_.Claim(Officer(kNext), name);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->authority(), kHome) << "where it was made stays as it was";
  EXPECT_THAT(world_.Get(Member(), name), IsOk());
  EXPECT_EQ(Listed(Officer(kNext), kNext), 1);
  EXPECT_EQ(Listed(Officer(), kHome), 0);
  EXPECT_EQ(Listed(Adviser(kNextRegion), kNextRegion), 1);
  EXPECT_EQ(Listed(Adviser(), kRegion), 0);
  EXPECT_THAT(world_.Build(Officer(kNext), name), IsOk()) << "brokering goes on";
}

TEST_P(PassingTest, LeavesWhoWaitsForADecisionWhereTheyAre) {
  const std::string name = world_.Waiting();
  EXPECT_THAT(Tell(kHome), IsOk());
  EXPECT_THAT(world_.Get(Officer(), name), IsOk());
  EXPECT_EQ(Listed(Officer(), kHome), 1);
}

TEST_P(PassingTest, FollowsADecisionThatWasChanged) {
  const std::string name = world_.Waiting();
  Succeed();
  world_.registry.authorities["authorities/third"] = world_.registry.authorities[kHome];
  Succeed(kNext, "authorities/third");
  EXPECT_THAT(world_.Get(Officer(kNext), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(world_.Get(Officer("authorities/third"), name), IsOk());
}

TEST_P(PassingTest, TakesApprovalAndMatchesAlong) {
  world_.policy().set_approval(registry::v1::Policy::APPROVAL_OFFICER);
  const std::string match = world_.Accepted();
  Succeed();
  EXPECT_THAT(world_.Approve(Officer(), match), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(world_.GetMatch(Officer(), match), HasReason(status::v1::REASON_NOT_PERMITTED));
  ASSERT_THAT(world_.Approve(Officer(kNext), match), IsOk());
  EXPECT_EQ(ListedMatches(Officer(kNext), kNext), 1);
  EXPECT_EQ(ListedMatches(Officer(), kHome), 0);
  // Agreement hears of the match with its geography, and then of who looks after it.
  const auto events = world_.laid.Events();
  ASSERT_GE(events.size(), 2);
  const auto& confirmed = events[events.size() - 2];
  EXPECT_EQ(confirmed.type(), "matching.match.confirmed");
  EXPECT_EQ(confirmed.codes().at("authority"), kHome);
  EXPECT_EQ(events.back().type(), "matching.match.passed");
  EXPECT_EQ(events.back().codes().at("authority"), kNext);
  EXPECT_EQ(events.back().codes().at("region"), kNextRegion);
}

TEST_P(PassingTest, TellsOfConfirmedMatchesOnce) {
  const std::string match = world_.Accepted();
  Succeed();
  const auto told = world_.laid.Events();
  EXPECT_EQ(told.back().type(), "matching.match.passed");
  EXPECT_EQ(told.back().resource(), match);
  EXPECT_THAT(Tell(kHome), IsOk());
  EXPECT_THAT(Tell(kNext), IsOk());
  EXPECT_EQ(world_.laid.Events().size(), told.size());
}

TEST_P(PassingTest, TakesNewRequestsUnderTheSuccessor) {
  auto& seat = *world_.registry.people[kMentee].mutable_seats(0);
  seat.set_responsible_authority(kNext);
  seat.set_region(kNextRegion);
  const auto request = world_.Create(Member(), SomeRequest());
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->authority(), kNext);
  EXPECT_THAT(world_.Get(Officer(kNext), request->name()), IsOk());
  EXPECT_THAT(world_.Get(Officer(), request->name()), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(PassingTest, MakesNoRequestFromWhatWasKnownBefore) {
  v1::Request asked = SomeRequest();
  asked.mutable_preferences()->set_named_mentor("mentors/a");
  // The authority is succeeded after the facts were asked for.
  world_.registry.meanwhile = [this] {
    auto& seat = *world_.registry.people[kMentee].mutable_seats(0);
    seat.set_responsible_authority(kNext);
    seat.set_region(kNextRegion);
    EXPECT_THAT(Tell(kHome), IsOk());
  };
  const auto request = world_.Create(Member(), asked);
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->authority(), kNext);
}

}  // namespace
}  // namespace telemachus::matching
