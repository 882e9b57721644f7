#include "gtest/gtest.h"
#include "matching/load/load_rules.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using status::v1::REASON_NOT_PERMITTED;
using test::HasReason;
using test::IsOk;

TEST(LoadRulesTest, SaysWhatTheLoadComesToInBothLanguages) {
  struct Case {
    int places, taken;
    v1::MentorLoad::State state;
  };
  for (const Case& c :
       {Case{2, 0, v1::MentorLoad::STATE_ROOM}, Case{2, 1, v1::MentorLoad::STATE_ROOM},
        Case{2, 2, v1::MentorLoad::STATE_FULL}, Case{1, 2, v1::MentorLoad::STATE_OVER}}) {
    const v1::MentorLoad load = LoadOf("mentors/m/load", c.places, c.taken);
    EXPECT_EQ(load.state(), c.state);
    EXPECT_EQ(load.taken(), c.taken);
    EXPECT_FALSE(load.meaning().welsh().empty() || load.meaning().english().empty());
  }
}

class LoadServiceTest : public testing::TestWithParam<std::string> {
 protected:
  // The load of mentor a, as "ROOM 2: 1 taken".
  std::string LoadOfA() {
    const auto load = world_.Load(Member("people/a"), "a");
    EXPECT_THAT(load, IsOk());
    if (!load.ok()) return "";
    return absl::StrCat(v1::MentorLoad::State_Name(load->state()).substr(6), " ", load->places(),
                        ": ", load->taken(), " taken");
  }
  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, LoadServiceTest, test::Engines(), test::EngineName);

TEST_P(LoadServiceTest, TellsNothingOfAnOfferBeforeTheMenteeChooses) {
  world_.SetPlaces("a", 1);
  EXPECT_EQ(LoadOfA(), "ROOM 1: 0 taken");
  world_.Offered({"a", "b"});
  EXPECT_EQ(LoadOfA(), "ROOM 1: 0 taken");
}

TEST_P(LoadServiceTest, ShowsWhatBecomesOfAPlace) {
  const std::string request = world_.Offered({"a", "b"});
  const auto match = world_.Choose(Member(), request, {"a", "b"});
  ASSERT_THAT(match, IsOk());
  EXPECT_EQ(LoadOfA(), "ROOM 2: 1 taken");
  world_.SetPlaces("a", 1);
  ASSERT_THAT(world_.Accept(match->name(), "a"), IsOk());
  EXPECT_EQ(LoadOfA(), "FULL 1: 1 taken");
  ASSERT_THAT(world_.Tell("agreement.agreement.completed", match->name()), IsOk());
  EXPECT_EQ(LoadOfA(), "ROOM 1: 0 taken");
}

TEST_P(LoadServiceTest, UndoesNothingWhereThereAreFewerPlacesThanMembers) {
  world_.Accepted();
  world_.SetPlaces("a", 0);
  EXPECT_EQ(LoadOfA(), "OVER 0: 1 taken");
  const auto load = world_.Load(Member("people/a"), "a");
  EXPECT_NE(load->meaning().english().find("Nothing changes for them"), std::string::npos);
}

TEST_P(LoadServiceTest, IsTheMentorsAlone) {
  for (const access::Caller& other :
       {Member(), Member("people/b"), Officer(kNear), Adviser(kRegion)}) {
    EXPECT_THAT(world_.Load(other, "a"), HasReason(REASON_NOT_PERMITTED));
  }
  EXPECT_THAT(world_.Load(Member("people/nobody"), "nobody"), HasReason(REASON_NOT_PERMITTED))
      << "is no mentor";
}

}  // namespace
}  // namespace telemachus::matching
