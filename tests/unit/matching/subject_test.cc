// What matching does for a person about their own data.
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/subject/roll.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/subject/holdings.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using test::HasReason;
using test::IsOk;
using testing::IsEmpty;

constexpr char kMentor[] = "people/a";

absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

class SubjectTest : public testing::TestWithParam<std::string> {
 protected:
  std::vector<subject::v1::SubjectRecord> Told(const std::string& person) {
    std::vector<subject::v1::SubjectRecord> told;
    EXPECT_THAT(holdings_.Export(person, Soon(),
                                 [&](const subject::v1::SubjectRecord& record) {
                                   told.push_back(record);
                                   return absl::OkStatus();
                                 }),
                IsOk());
    return told;
  }
  std::string Challenged(const std::string& words) {
    v1::Request asked = SomeRequest();
    asked.set_challenge(words);
    return world_.Waiting(asked);
  }
  std::string Challenge(const access::Caller& caller, const std::string& request) {
    const auto read = world_.Verb(caller, world_.requests, &RequestService::ReadChallenge,
                                  request + "/challenge");
    EXPECT_THAT(read, IsOk());
    return read.ok() ? read->content() : "";
  }

  int64_t Rows(const std::string& table) {
    int64_t rows = -1;
    EXPECT_THAT(world_.laid.database().Read(Soon(),
                                            [&](sql::Transaction& transaction) -> absl::Status {
                                              auto row = transaction.QueryRow(
                                                  "SELECT COUNT(*) FROM " + table, {});
                                              if (row.ok()) rows = row->Int(0);
                                              return row.status();
                                            }),
                IsOk());
    return rows;
  }

  World world_{GetParam()};
  Holdings holdings_{world_.laid.database(), world_.clock, world_.laid.ground().ids(),
                     *world_.sealer};
};

TEST_P(SubjectTest, TellsWhatThePersonAskedAndNotWhoTheOthersAre) {
  Challenged("my own words");
  const std::string match = world_.Accepted();
  std::string all;
  for (const auto& record : Told(kMentee)) all += record.content_json();
  EXPECT_THAT(all, testing::HasSubstr("my own words"));
  EXPECT_THAT(all, testing::HasSubstr(match));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("Name of")));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("example.org")));
  std::string mentors;
  for (const auto& record : Told(kMentor)) mentors += record.content_json();
  EXPECT_THAT(mentors, testing::HasSubstr(match));
  EXPECT_THAT(mentors, testing::Not(testing::HasSubstr("my own words")));
  EXPECT_THAT(Told("people/nobody"), IsEmpty());
}

TEST_P(SubjectTest, ErasesAMenteeAndEndsWhatWasLive) {
  const std::string open = Challenged("my own words");
  const std::string match = world_.Accepted();
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  EXPECT_EQ(world_.Taken("a"), 0);
  const auto seen = world_.GetMatch(Member(kMentor), match);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->state(), v1::Match::STATE_ENDED);
  EXPECT_THAT(seen->needs(), IsEmpty());
  EXPECT_EQ(Challenge(Member(), open), "");
  const auto request = world_.Get(Member(), open);
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->state(), v1::Request::STATE_WITHDRAWN);
  EXPECT_THAT(request->needs(), IsEmpty());
  EXPECT_FALSE(request->has_preferences());
  EXPECT_THAT(world_.laid.EventTypes(match), testing::Contains("matching.match.ended"));
}

TEST_P(SubjectTest, ErasesAMentorAndAsksTheNextOfTheRanking) {
  const std::string asked = world_.Asked();
  const std::string name = world_.MatchOf(asked).request();
  const auto erased = holdings_.Erase(kMentor, Soon());
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(world_.MatchOf(asked).state(), v1::Match::STATE_LAPSED);
  EXPECT_EQ(world_.MatchOf(world_.Get(Member(), name)->match()).mentor(), "mentors/b");
  // Again finishes nothing, and forgets nothing of what was done.
  const auto again = holdings_.Erase(kMentor, Soon());
  ASSERT_THAT(again, IsOk());
  EXPECT_GE(again->counts_size(), erased->counts_size());
  EXPECT_EQ(world_.MatchOf(world_.Get(Member(), name)->match()).mentor(), "mentors/b");
}

TEST_P(SubjectTest, TakesThePersonOutOfOthersLists) {
  v1::Request asked = SomeRequest();
  asked.add_avoided_people("people/c");
  asked.add_avoided_people("people/b");
  asked.mutable_preferences()->set_named_mentor("mentors/c");
  const std::string name = world_.Waiting(asked);
  ASSERT_THAT(holdings_.Erase("people/c", Soon()), IsOk());
  const auto left = world_.Get(Member(), name);
  EXPECT_THAT(left->avoided_people(), testing::ElementsAre("people/b"));
  EXPECT_EQ(left->preferences().named_mentor(), "");
  EXPECT_EQ(left->state(), v1::Request::STATE_WAITING);
}

TEST_P(SubjectTest, TakesARequestOutOfTheHandOfABrokerWhoGoes) {
  const std::string name = world_.Claimed();
  ASSERT_THAT(holdings_.Erase("people/officer", Soon()), IsOk());
  const auto left = world_.Get(Adviser(), name);
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(left->holder(), "");
  EXPECT_THAT(world_.Claim(Adviser(), name), IsOk()) << "somebody else takes it up";
}

TEST_P(SubjectTest, LeavesNoTraceOfAnInvitationThatNobodyTookUp) {
  ASSERT_THAT(world_.Create(Officer(), SomeRequest()), IsOk());
  EXPECT_EQ(Rows("requests"), 1);
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  EXPECT_EQ(Rows("requests"), 0);
}

TEST_P(SubjectTest, ErasesBothSidesOfAPairAtOnce) {
  const std::string match = world_.Accepted();
  absl::Status mentee, mentor;
  std::thread first([&] { mentee = holdings_.Erase(kMentee, Soon()).status(); });
  std::thread second([&] { mentor = holdings_.Erase(kMentor, Soon()).status(); });
  first.join();
  second.join();
  // A conflict that outlasts its attempts is tried again by whoever asks.
  for (absl::Status* status : {&mentee, &mentor}) {
    EXPECT_TRUE(status->ok() || absl::IsAborted(*status)) << *status;
  }
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  ASSERT_THAT(holdings_.Erase(kMentor, Soon()), IsOk());
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_ENDED);
  EXPECT_EQ(world_.Taken("a"), 0);
  EXPECT_EQ(holdings_.Erasures("", Soon())->size(), 2u);
}

TEST_P(SubjectTest, BeginsNothingNewWhileThePersonIsRestricted) {
  const std::string match = world_.Asked();
  ASSERT_THAT(holdings_.Restrict(kMentee, true, Soon()), IsOk());
  EXPECT_THAT(world_.Create(Member(), SomeRequest()),
              HasReason(status::v1::REASON_PROCESSING_RESTRICTED));
  EXPECT_THAT(world_.Accept(match, "a"), HasReason(status::v1::REASON_PROCESSING_RESTRICTED));
  // Time stands still for what they have: it is held.
  world_.Pass(absl::Hours(24 * 60));
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_ASKED);
  ASSERT_THAT(holdings_.Restrict(kMentee, false, Soon()), IsOk());
  EXPECT_THAT(world_.Accept(match, "a"), IsOk());
}

INSTANTIATE_TEST_SUITE_P(All, SubjectTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
