#include "tools/register/sample/mentors.h"

#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/tools_register/own_authorities.h"
#include "tools/register/sample/members.h"
#include "tools/register/sample/seats.h"

namespace telemachus::sample {
namespace {

using record::Member;
using ::telemachus::test::HasCode;
using ::telemachus::test::IsOk;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;

constexpr uint64_t kSeed = 7;
constexpr double kShare = 0.12;

std::vector<Member> Members() {
  const auto authorities = test::OwnAuthorities();
  return MakeMembers(authorities, MakeSeats(authorities, kSeed), kSeed, 0.25).value();
}

TEST(MentorsTest, AreTheSameForTheSameSeedOnly) {
  const auto members = Members();
  const std::string first = WriteMentors(MakeMentors(members, kSeed, kShare).value());
  EXPECT_EQ(WriteMentors(MakeMentors(members, kSeed, kShare).value()), first);
  EXPECT_NE(WriteMentors(MakeMentors(members, kSeed + 1, kShare).value()), first);
}

TEST(MentorsTest, AreAboutTheShareOfTheExperiencedAndNeverNew) {
  std::map<std::string, Member> experienced;
  for (const Member& member : Members()) {
    if (!member.IsNew()) experienced.emplace(member.key, member);
  }
  const auto mentors = MakeMentors(Members(), kSeed, kShare);
  ASSERT_THAT(mentors, IsOk());
  const double share =
      static_cast<double>(mentors->size()) / static_cast<double>(experienced.size());
  EXPECT_NEAR(share, kShare, 0.02);
  for (const Mentor& mentor : *mentors) EXPECT_EQ(experienced.count(mentor.key), 1u);
  EXPECT_EQ(MakeMentors(Members(), kSeed, 1).value().size(), experienced.size());
  EXPECT_THAT(MakeMentors(Members(), kSeed, 0).value(), IsEmpty());
}

TEST(MentorsTest, OfferSomethingOfEachListAndNothingTwice) {
  const std::vector<Mentor> mentors = MakeMentors(Members(), kSeed, 1).value();
  for (const Mentor& mentor : mentors) {
    SCOPED_TRACE(mentor.key);
    EXPECT_THAT(mentor.kinds, Not(IsEmpty()));
    EXPECT_THAT(mentor.skills, Not(IsEmpty()));
    for (const auto& codes : {mentor.kinds, mentor.skills, mentor.subjects}) {
      EXPECT_EQ(std::set<absl::string_view>(codes.begin(), codes.end()).size(), codes.size());
    }
    EXPECT_THAT(mentor.places, AllOf(Ge(1), Le(3)));
    EXPECT_THAT(mentor.hours_a_month, AllOf(Ge(2), Le(8)));
    EXPECT_THAT(std::string(mentor.visibility), AnyOf("authority", "region", "nation"));
  }
}

TEST(MentorsTest, OfPoliticalGroupsBelongToAPartyWithANationalOffice) {
  std::map<std::string, std::string> parties;
  for (const Member& member : Members()) parties[member.key] = member.party_code;
  const std::set<std::string> with_office = {"PP52", "PP53", "PP90", "PP63", "PP77"};
  int found = 0;
  const std::vector<Mentor> mentors = MakeMentors(Members(), kSeed, 1).value();
  for (const Mentor& mentor : mentors) {
    for (absl::string_view kind : mentor.kinds) {
      if (kind != "political_group") continue;
      EXPECT_EQ(with_office.count(parties[mentor.key]), 1u) << mentor.key;
      ++found;
    }
  }
  EXPECT_GT(found, 10);
}

TEST(MentorsTest, AreNotMadeForAShareThatIsNone) {
  EXPECT_THAT(MakeMentors({}, kSeed, 1.5), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace telemachus::sample
