#include "tools/register/sample/seats.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/tools_register/own_authorities.h"

namespace telemachus::sample {
namespace {

using record::Authority;
using record::Seat;
using record::WriteSeats;
using ::telemachus::test::IsOk;
using ::telemachus::test::OwnAuthorities;
using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

constexpr uint64_t kSeed = 7;

TEST(SeatsTest, AreTheSameForTheSameSeedOnly) {
  const auto authorities = OwnAuthorities();
  const std::string first = WriteSeats(MakeSeats(authorities, kSeed));
  EXPECT_EQ(WriteSeats(MakeSeats(authorities, kSeed)), first);
  EXPECT_NE(WriteSeats(MakeSeats(authorities, kSeed + 1)), first);
}

TEST(SeatsTest, OfACouncilDoNotChangeWhenAnotherLeaves) {
  auto authorities = OwnAuthorities();
  const auto gwynedd = std::find_if(authorities.begin(), authorities.end(),
                                    [](const Authority& a) { return a.code == "GWN"; });
  ASSERT_NE(gwynedd, authorities.end());
  const std::vector<Seat> alone = MakeSeats({*gwynedd}, kSeed);
  std::vector<Seat> among = MakeSeats(authorities, kSeed);
  among.erase(std::remove_if(among.begin(), among.end(),
                             [](const Seat& seat) { return seat.authority_code != "GWN"; }),
              among.end());
  EXPECT_EQ(WriteSeats(among), WriteSeats(alone));
}

TEST(SeatsTest, AreMadeForWhoIsElectedNowAndForNobodyElse) {
  std::map<std::string, int> councils;
  for (const Seat& seat : MakeSeats(OwnAuthorities(), kSeed)) ++councils[seat.authority_code];
  for (const Authority& authority : OwnAuthorities()) {
    SCOPED_TRACE(authority.code);
    const bool elected = authority.end_date.empty() &&
                         authority.type != record::AuthorityType::kCombined &&
                         authority.type != record::AuthorityType::kFire;
    if (elected) {
      EXPECT_THAT(councils[authority.code], AllOf(Ge(kFewestSeats), Le(kMostSeats)));
    } else {
      EXPECT_EQ(councils[authority.code], 0);
    }
  }
}

TEST(SeatsTest, StandOnceInTheirWardsAndHaveAPartyThatFits) {
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  std::map<std::string, std::string> nations;
  for (const Authority& authority : OwnAuthorities()) nations[authority.code] = authority.nation;
  int vacant = 0;
  for (const Seat& seat : MakeSeats(OwnAuthorities(), kSeed)) {
    EXPECT_TRUE(seen.emplace(seat.authority_code, seat.ward_code, seat.seat).second);
    if (seat.party_code == "PP77") {
      EXPECT_EQ(nations[seat.authority_code], "Wales");
    }
    if (seat.party_code.empty()) {
      EXPECT_TRUE(seat.party_name == "Independent" || seat.IsVacant()) << seat.party_name;
    }
    vacant += seat.IsVacant() ? 1 : 0;
  }
  EXPECT_THAT(vacant, AllOf(Ge(5), Le(80)));
}

TEST(SeatsTest, OfMetropolitanDistrictsAreElectedByThirds) {
  std::map<std::string, std::set<absl::CivilDay>> days;
  for (const Seat& seat : MakeSeats(OwnAuthorities(), kSeed)) {
    days[seat.authority_code].insert(seat.next_election);
  }
  EXPECT_EQ(days["LDS"].size(), 3u);
  EXPECT_EQ(days["GWN"].size(), 1u);
}

TEST(SeatsTest, AreReadBackAsTheyWereWritten) {
  const std::string file = WriteSeats(MakeSeats(OwnAuthorities(), kSeed));
  const auto seats = record::ReadSeats(file);
  ASSERT_THAT(seats, IsOk());
  EXPECT_EQ(WriteSeats(*seats), file);
}

}  // namespace
}  // namespace telemachus::sample
