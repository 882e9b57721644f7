#include "tools/register/sample/members.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/tools_register/own_authorities.h"
#include "tools/register/sample/roles.h"
#include "tools/register/sample/seats.h"

namespace telemachus::sample {
namespace {

using record::Authority;
using record::Member;
using record::Seat;
using record::WriteMembers;
using ::telemachus::test::HasCode;
using ::telemachus::test::IsOk;
using ::telemachus::test::OwnAuthorities;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::Ge;
using ::testing::Le;
using ::testing::SizeIs;

constexpr uint64_t kSeed = 7;
constexpr double kNewShare = 0.25;

std::vector<Member> Sample(uint64_t seed = kSeed) {
  const auto authorities = OwnAuthorities();
  return MakeMembers(authorities, MakeSeats(authorities, seed), seed, kNewShare).value();
}

std::map<std::string, std::vector<Member>> Councils() {
  std::map<std::string, std::vector<Member>> councils;
  for (const Member& member : Sample()) councils[member.authority_code].push_back(member);
  return councils;
}

size_t Holders(const std::vector<Member>& council, absl::string_view role) {
  return static_cast<size_t>(std::count_if(
      council.begin(), council.end(), [&](const Member& member) { return member.HasRole(role); }));
}

// The parties of a council by code, with how many members they have.
std::map<std::string, size_t> Parties(const std::vector<Member>& council) {
  std::map<std::string, size_t> parties;
  for (const Member& member : council) ++parties[member.party_code];
  return parties;
}

TEST(MembersTest, AreTheSameForTheSameSeedOnly) {
  const std::string first = WriteMembers(Sample());
  EXPECT_EQ(WriteMembers(Sample()), first);
  EXPECT_NE(WriteMembers(Sample(kSeed + 1)), first);
}

TEST(MembersTest, SitOneOnEachSeatThatIsNotVacant) {
  const auto authorities = OwnAuthorities();
  const std::vector<Seat> seats = MakeSeats(authorities, kSeed);
  const auto members = MakeMembers(authorities, seats, kSeed, kNewShare);
  ASSERT_THAT(members, IsOk());
  auto member = members->begin();
  std::set<std::string> keys;
  std::set<std::string> subjects;
  for (const Seat& seat : seats) {
    if (seat.IsVacant()) continue;
    ASSERT_NE(member, members->end());
    EXPECT_EQ(member->authority_code, seat.authority_code);
    EXPECT_EQ(member->ward_name, seat.ward_name);
    EXPECT_EQ(member->seat, seat.seat);
    EXPECT_EQ(member->party_code, seat.party_code);
    EXPECT_TRUE(keys.insert(member->key).second);
    EXPECT_TRUE(subjects.insert(member->subject).second);
    ++member;
  }
  EXPECT_EQ(member, members->end());
}

TEST(MembersTest, KeepTheirKeysWhenASeatBecomesVacant) {
  const auto authorities = OwnAuthorities();
  std::vector<Seat> seats = MakeSeats({authorities[0]}, kSeed);
  seats.resize(3);
  for (Seat& seat : seats) seat.party_name = "Independent";
  seats[1].party_name = std::string(record::kVacant);
  const auto members = MakeMembers(authorities, seats, kSeed, kNewShare);
  ASSERT_THAT(members, IsOk());
  EXPECT_THAT(*members,
              ElementsAre(Field(&Member::key, "AGY-0001"), Field(&Member::key, "AGY-0003")));
  EXPECT_EQ(members->back().subject, "member-agy-0003");
}

TEST(MembersTest, HaveNamesAndAddressesThatReachNobody) {
  for (const Member& member : Sample()) {
    EXPECT_NE(member.given_name, "");
    EXPECT_NE(member.family_name, "");
    EXPECT_NE(member.preferred_name, member.given_name);
    EXPECT_THAT(member.email, EndsWith("@councillors.example"));
  }
}

TEST(MembersTest, SpeakWelshInWalesAloneAndNotAllOfThem) {
  std::map<std::string, std::string> nations;
  for (const Authority& authority : OwnAuthorities()) nations[authority.code] = authority.nation;
  std::map<std::string, int> welsh;
  std::map<std::string, int> english;
  for (const Member& member : Sample()) {
    ++(member.language_code == "cy" ? welsh : english)[nations[member.authority_code]];
  }
  EXPECT_GT(welsh["Wales"], 100);
  EXPECT_GT(english["Wales"], 100);
  EXPECT_EQ(welsh["England"], 0);
}

TEST(MembersTest, AreNewInTheShareAskedForAndElseServeFourToTwentyYearsMore) {
  for (const auto& [code, council] : Councils()) {
    SCOPED_TRACE(code);
    const auto fresh = std::count_if(council.begin(), council.end(),
                                     [](const Member& member) { return member.IsNew(); });
    EXPECT_EQ(fresh, std::llround(kNewShare * static_cast<double>(council.size())));
    for (const Member& member : council) {
      const auto years = member.term_end_date.year() - member.elected_date.year();
      EXPECT_EQ(member.IsNew(), years == 4);
      EXPECT_THAT(years, Le(24));
    }
  }
}

TEST(MembersTest, OfTheLargestPartyLeadAndThoseOfTheSecondOppose) {
  for (const auto& [code, council] : Councils()) {
    SCOPED_TRACE(code);
    const auto parties = Parties(council);
    size_t largest = 0;
    for (const auto& [party, size] : parties) largest = std::max(largest, size);
    EXPECT_EQ(Holders(council, role::kLeader), 1u);
    EXPECT_EQ(Holders(council, role::kDeputyLeader), 1u);
    EXPECT_EQ(Holders(council, role::kOppositionLead), parties.size() > 1 ? 1u : 0u);
    std::string leading;
    for (const Member& member : council) {
      if (member.HasRole(role::kLeader)) leading = member.party_code;
    }
    EXPECT_EQ(parties.at(leading), largest);
    for (const Member& member : council) {
      if (member.HasRole(role::kExecutive) || member.HasRole(role::kDeputyLeader)) {
        EXPECT_EQ(member.party_code, leading);
      }
      if (!member.HasRole(role::kOppositionLead)) continue;
      EXPECT_NE(member.party_code, leading);
      for (const auto& [party, size] : parties) {
        EXPECT_TRUE(party == leading || size <= parties.at(member.party_code));
      }
    }
  }
}

TEST(MembersTest, OfEachGroupHaveOneLeaderAndNoMemberAloneIsAGroup) {
  for (const auto& [code, council] : Councils()) {
    std::map<std::string, size_t> leaders;
    for (const Member& member : council) {
      leaders[member.party_code] += member.HasRole(role::kGroupLeader) ? 1 : 0;
    }
    for (const auto& [party, size] : Parties(council)) {
      EXPECT_EQ(leaders[party], size >= 2 ? 1u : 0u) << code << " " << party;
    }
  }
}

TEST(MembersTest, OfTheExecutiveAreTenAtMostAndScrutinizeNobody) {
  for (const auto& [code, council] : Councils()) {
    SCOPED_TRACE(code);
    EXPECT_THAT(2 + Holders(council, role::kExecutive), Le(kMostExecutive));
    EXPECT_THAT(Holders(council, role::kScrutinyChair), Ge(1u));
    EXPECT_EQ(Holders(council, role::kWardMember), council.size());
    for (const Member& member : council) {
      const bool executive = member.HasRole(role::kExecutive) || member.HasRole(role::kLeader) ||
                             member.HasRole(role::kDeputyLeader);
      EXPECT_FALSE(executive && member.HasRole(role::kScrutinyChair));
      EXPECT_THAT(member.roles, SizeIs(Le(3)));
    }
  }
}

TEST(MembersTest, AreMadeFromQuotedSeatsThatRunOverLines) {
  const auto seats = record::ReadSeats(
      "\xEF\xBB\xBF"
      "authority_code,council_name,ward_code,ward_name,seat,party_code,party_name,gender,"
      "next_election_date\r\n"
      "AGY,\"Isle of\nAnglesey\",44437,\"The \"\"Wooburns\"\",\r\nBourne End, and Hedsor\",1,PP52,"
      "\"Conservative and\nUnionist Party\",female,06/05/2021\r\n"
      "AGY,Isle of Anglesey,44437,Wooburns,2,,Vacant,male,06/05/2021\r\n"
      "AGY,Isle of Anglesey,44437,Wooburns,3,PP883,It's Our County,,06/05/2021\r\n");
  ASSERT_THAT(seats, IsOk());
  const auto members = MakeMembers(OwnAuthorities(), *seats, kSeed, 0);
  ASSERT_THAT(members, IsOk());
  ASSERT_THAT(*members, SizeIs(2));
  EXPECT_EQ(members->front().ward_name, "The \"Wooburns\",\r\nBourne End, and Hedsor");
  EXPECT_EQ(members->front().party_name, "Conservative and\nUnionist Party");
  EXPECT_EQ(members->back().party_name, "It's Our County");
  EXPECT_EQ(members->back().term_end_date, absl::CivilDay(2021, 5, 10));
  const std::string file = WriteMembers(*members);
  const auto back = record::ReadMembers(file);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(WriteMembers(*back), file);
}

TEST(MembersTest, AreNotMadeForAnUnknownAuthorityNorForAShareThatIsNone) {
  const auto authorities = OwnAuthorities();
  const std::vector<Seat> seats = MakeSeats({authorities[0]}, kSeed);
  EXPECT_THAT(MakeMembers({authorities[1]}, seats, kSeed, kNewShare),
              HasCode(absl::StatusCode::kInvalidArgument));
  for (double share : {-0.1, 1.1, std::nan("")}) {
    EXPECT_THAT(MakeMembers(authorities, seats, kSeed, share),
                HasCode(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace telemachus::sample
