// What the agreement service does for a person about their own data.
#include <string>
#include <thread>

#include "agreement/paper/sealed_text.h"
#include "agreement/subject/holdings.h"
#include "common/subject/roll.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::IsOk;
using testing::HasSubstr;
using testing::Not;

absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

class SubjectTest : public testing::TestWithParam<std::string> {
 protected:
  std::string Told(const std::string& person) {
    std::string told;
    EXPECT_THAT(holdings_.Export(person, Soon(),
                                 [&](const subject::v1::SubjectRecord& record) {
                                   told += record.content_json();
                                   return absl::OkStatus();
                                 }),
                IsOk());
    return told;
  }
  // A draft that its author alone may read.
  void DraftBoth(const std::string& agreement) {
    v1::Review mentees, mentors;
    mentees.mutable_progress()->set_achieved("the mentee's draft");
    mentors.mutable_final()->set_progress("the mentor's draft");
    ASSERT_THAT(world_.Begin(kMentee, agreement, mentees), IsOk());
    ASSERT_THAT(world_.Begin(kMentor, agreement, mentors), IsOk());
  }
  // Whether anything of an agreement's shared text still opens.
  bool Opens(const std::string& agreement) {
    const auto place = SectionsPlace(agreement, 1);
    return !absl::IsNotFound(
        world_.sealer->Open(place.holder, place.place, "whatever", Soon()).status());
  }

  World world_{GetParam()};
  Holdings holdings_{world_.ground->database(), world_.clock, *world_.sealer,
                     [this](absl::Time) { return world_.CatchUp(); }};
};

TEST_P(SubjectTest, TellsEachPartyTheirOwnAndWhatIsShared) {
  const std::string name = world_.InForce();
  DraftBoth(name);
  ASSERT_THAT(world_.Answer(kMentor, name, v1::AGREEING_DISAGREE), IsOk());
  const std::string mentees = Told(kMentee);
  EXPECT_THAT(mentees, HasSubstr("stays between us"));
  EXPECT_THAT(mentees, HasSubstr("the mentee's draft"));
  EXPECT_THAT(mentees, Not(HasSubstr("the mentor's draft")));
  EXPECT_THAT(mentees, Not(HasSubstr("DISAGREE"))) << "the checklist is blind";
  EXPECT_THAT(mentees, Not(HasSubstr("Owen Test")));
  const std::string mentors = Told(kMentor);
  EXPECT_THAT(mentors, HasSubstr("stays between us"));
  EXPECT_THAT(mentors, HasSubstr("the mentor's draft"));
  EXPECT_THAT(mentors, HasSubstr("DISAGREE"));
  EXPECT_THAT(mentors, Not(HasSubstr("the mentee's draft")));
  EXPECT_EQ(Told("people/nobody"), "");
}

TEST_P(SubjectTest, LeavesTheOtherPartyWhatIsTheirs) {
  const std::string name = world_.InForce();
  DraftBoth(name);
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  const auto left = world_.Get(kMentor, name);
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(left->state(), v1::Agreement::STATE_WITHDRAWN);
  EXPECT_EQ(left->sections().rules_of_trust(), "stays between us");
  EXPECT_THAT(Told(kMentor), HasSubstr("the mentor's draft"));
  EXPECT_THAT(Told(kMentee), Not(HasSubstr("the mentee's draft")));
  EXPECT_THAT(world_.EventTypes(), testing::Contains("agreement.agreement.withdrawn"));
  // Nothing can be written under a key that was destroyed.
  EXPECT_FALSE(
      world_.sealer->Seal(AuthorsHolder(name, kMentee), {name, "answers"}, "again", Soon()).ok());
}

TEST_P(SubjectTest, DestroysWhatBothOwnWithTheLastOfThem) {
  const std::string name = world_.InForce();
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  EXPECT_TRUE(Opens(name));
  ASSERT_THAT(holdings_.Erase(kMentor, Soon()), IsOk());
  EXPECT_FALSE(Opens(name));
  const auto again = holdings_.Erase(kMentor, Soon());
  ASSERT_THAT(again, IsOk());
  EXPECT_GT(again->counts_size(), 0) << "what was done before is still told";
}

TEST_P(SubjectTest, DestroysItTooWhereBothGoAtOnce) {
  const std::string name = world_.InForce();
  absl::Status mentee, mentor;
  std::thread first([&] { mentee = holdings_.Erase(kMentee, Soon()).status(); });
  std::thread second([&] { mentor = holdings_.Erase(kMentor, Soon()).status(); });
  first.join();
  second.join();
  // A conflict that outlasts its attempts is tried again by whoever asks.
  for (const absl::Status& status : {mentee, mentor}) {
    EXPECT_TRUE(status.ok() || absl::IsAborted(status)) << status;
  }
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  ASSERT_THAT(holdings_.Erase(kMentor, Soon()), IsOk());
  EXPECT_FALSE(Opens(name));
}

TEST_P(SubjectTest, MeetsAnAgreementThatIsOnlyAboutToBeDrafted) {
  world_.AddMatch("matches/late");
  world_.untold.push_back("matches/late");
  ASSERT_THAT(holdings_.Erase(kMentee, Soon()), IsOk());
  v1::ListAgreementsRequest list;
  list.set_parent(kMentor);
  const auto listed = world_.Do(*world_.agreements, &AgreementService::ListAgreements,
                                World::Member(kMentor), list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->agreements_size(), 1);
  EXPECT_EQ(listed->agreements(0).state(), v1::Agreement::STATE_WITHDRAWN);
}

INSTANTIATE_TEST_SUITE_P(All, SubjectTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
