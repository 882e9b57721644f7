#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/request/request_store.h"
#include "tests/unit/matching/world.h"

// However many ask at once, nobody is promised a place that is not there.
namespace telemachus::matching {
namespace {

using test::HasReason;
using test::IsOk;

constexpr int kMany = 200;

class CapacityTest : public testing::TestWithParam<std::string> {
 protected:
  // Waiting requests of as many members, each of whom has mentor a in mind.
  std::vector<std::string> Requests(int count) {
    v1::Request asked = SomeRequest();
    asked.mutable_preferences()->set_named_mentor("mentors/a");
    StoredRequest stored;
    stored.request = *world_.Create(Member(), asked);
    stored.scope = {.authority = kHome, .region = kRegion, .nation = kNation};
    stored.policy = world_.policy();
    std::vector<std::string> names;
    EXPECT_THAT(
        world_.laid.database().Transact(
            absl::Now() + absl::Seconds(60),
            [&](sql::Transaction& transaction) {
              names.clear();
              for (int i = 0; i < count; ++i) {
                const std::string mentee = MenteeOf(i);
                world_.registry.people[mentee] = SomePerson(mentee, kHome);
                stored.request.set_name(absl::StrCat("requests/of", i));
                stored.request.set_mentee(mentee);
                stored.request.set_membership(world_.registry.people[mentee].seats(0).membership());
                const absl::Status inserted = InsertRequest(transaction, stored);
                if (!inserted.ok()) return inserted;
                names.push_back(stored.request.name());
              }
              return absl::OkStatus();
            }),
        IsOk());
    return names;
  }
  static std::string MenteeOf(int i) { return absl::StrCat("people/member", i); }

  // Runs `call` of 0 to `count` at once, each again while it is told to try again.
  static std::vector<absl::Status> AtOnce(int count, const std::function<absl::Status(int)>& call) {
    std::vector<absl::Status> results(count);
    std::atomic<bool> go = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        while (!go) std::this_thread::yield();
        do {
          results[i] = call(i);
        } while (absl::IsAborted(results[i]) || absl::IsUnavailable(results[i]));
      });
    }
    go = true;
    for (std::thread& thread : threads) thread.join();
    return results;
  }
  static int Succeeded(const std::vector<absl::Status>& results, status::Reason otherwise) {
    int succeeded = 0;
    for (const absl::Status& result : results) {
      if (result.ok()) {
        ++succeeded;
      } else {
        EXPECT_THAT(result, HasReason(otherwise));
      }
    }
    return succeeded;
  }

  World world_{GetParam()};
};

TEST_P(CapacityTest, PromisesThreePlacesToThreeOfTwoHundredWhoChooseAtOnce) {
  world_.SetPlaces("a", 3);
  const std::vector<std::string> names = Requests(kMany);
  const auto results = AtOnce(
      kMany, [&](int i) { return world_.Choose(Member(MenteeOf(i)), names[i], {"a"}).status(); });
  EXPECT_EQ(Succeeded(results, status::v1::REASON_NO_PLACE_LEFT), 3);
  EXPECT_EQ(world_.Taken("a"), 3);
}

TEST_P(CapacityTest, GivesTheOnePlaceToOneOfTwoBrokersWhoOffer) {
  world_.SetPlaces("a", 1);
  const std::vector<std::string> names = Requests(2);
  ASSERT_THAT(world_.Claim(Officer(), names[0]), IsOk());
  ASSERT_THAT(world_.Claim(Adviser(), names[1]), IsOk());
  const auto results = AtOnce(2, [&](int i) {
    return world_.Offer(i == 0 ? Officer() : Adviser(), names[i], {"b", "a"}).status();
  });
  EXPECT_EQ(Succeeded(results, status::v1::REASON_NO_PLACE_LEFT), 1);
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Taken("b"), 1);
}

TEST_P(CapacityTest, HoldsAPlaceOnceWhereOneBrokerOffersTwiceAtOnce) {
  world_.SetPlaces("a", 5);
  const std::string name = world_.Claimed();
  const auto results = AtOnce(8, [&](int) {
    return world_.Offer(Officer(), name, {"a", "b"}).status();
  });
  EXPECT_EQ(Succeeded(results, status::v1::REASON_UNSPECIFIED), 8);
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Taken("b"), 1);
}

TEST_P(CapacityTest, LetsOneOfManyAnswersToOneMatchCount) {
  const std::string match = world_.Asked();
  const auto results = AtOnce(8, [&](int i) {
    return (i % 2 == 0 ? world_.Accept(match, "a") : world_.Decline(match, "a")).status();
  });
  EXPECT_EQ(Succeeded(results, status::v1::REASON_WRONG_STATE), 1);
  const bool accepted = world_.MatchOf(match).state() == v1::Match::STATE_CONFIRMED;
  EXPECT_EQ(world_.Taken("a"), accepted ? 1 : 0);
  EXPECT_EQ(world_.Taken("b"), accepted ? 0 : 1) << "the next is asked once";
}

INSTANTIATE_TEST_SUITE_P(All, CapacityTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
