#include "registry/membership/affiliation_rules.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/person/tenure_rules.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

v1::Membership Seat(const std::string& start, const std::string& end = "") {
  v1::Membership membership;
  membership.set_name("people/p/memberships/m");
  membership.set_start_date(start);
  membership.set_end_date(end);
  return membership;
}

v1::Affiliation From(const std::string& start, const std::string& party,
                     const std::string& group = "") {
  v1::Affiliation affiliation;
  affiliation.set_start_date(start);
  affiliation.set_party(party);
  affiliation.set_political_group(group);
  return affiliation;
}

// As "start-end party group".
std::vector<std::string> History(const v1::Membership& membership) {
  std::vector<std::string> rows;
  for (const v1::Affiliation& held : membership.affiliations()) {
    rows.push_back(absl::StrCat(held.start_date(), "..", held.end_date(), " ", held.party(), " ",
                                held.political_group()));
  }
  return rows;
}

TEST(AffiliationRulesTest, GivesEarlierOnesTheirLastDay) {
  v1::Membership seat = Seat("2022-05-09");
  ASSERT_THAT(Affiliate(From("", "red"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2024-03-01", "blue", "g"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2025-01-01", ""), seat), IsOk());
  EXPECT_THAT(History(seat), ElementsAre("..2024-02-29 red ", "2024-03-01..2024-12-31 blue g"));
  EXPECT_EQ(AffiliationOn(seat, "2024-02-29").party(), "red");
  EXPECT_EQ(AffiliationOn(seat, "2024-03-01").party(), "blue");
  EXPECT_EQ(AffiliationOn(seat, "2025-01-01").party(), "");
}

TEST(AffiliationRulesTest, ReplacesWhatWasRecordedFromThatDayOn) {
  v1::Membership seat = Seat("2022-05-09");
  ASSERT_THAT(Affiliate(From("", "red"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2024-03-01", "blue"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2023-01-01", "green"), seat), IsOk());
  EXPECT_THAT(History(seat), ElementsAre("..2022-12-31 red ", "2023-01-01.. green "));
  ASSERT_THAT(Affiliate(From("2022-05-09", ""), seat), IsOk());
  EXPECT_THAT(History(seat), IsEmpty()) << "as if nothing had been said";
}

TEST(AffiliationRulesTest, MakesOneOfTwoThatSayTheSame) {
  v1::Membership seat = Seat("2022-05-09");
  ASSERT_THAT(Affiliate(From("", "red"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2024-03-01", "red"), seat), IsOk());
  EXPECT_THAT(History(seat), ElementsAre(".. red "));
}

TEST(AffiliationRulesTest, LiesWithinTheMembership) {
  v1::Membership seat = Seat("2022-05-09", "2026-05-07");
  EXPECT_THAT(Affiliate(From("2022-05-08", "red"), seat),
              FaultOn("affiliation.start_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(Affiliate(From("2026-05-08", "red"), seat),
              FaultOn("affiliation.start_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
  v1::Affiliation ends = From("2024-01-01", "red");
  ends.set_end_date("2024-02-01");
  EXPECT_THAT(Affiliate(ends, seat),
              FaultOn("affiliation.end_date", status::v1::REASON_FIELD_CONFLICT));
  EXPECT_THAT(History(seat), IsEmpty());
  ASSERT_THAT(Affiliate(From("2024-01-01", "red"), seat), IsOk());
  EXPECT_THAT(History(seat), ElementsAre("2024-01-01..2026-05-07 red "));
  EXPECT_EQ(AffiliationOn(seat, "2027-01-01").party(), "red") << "that of the last day";
}

TEST(AffiliationRulesTest, KeepsAsManyAsItMay) {
  v1::Membership seat = Seat("2000-01-01");
  absl::CivilDay day(2000, 1, 2);
  for (int i = 0; i < kMostAffiliations; ++i, ++day) {
    ASSERT_THAT(Affiliate(From(time::FormatDate(day), absl::StrCat(i)), seat), IsOk());
  }
  EXPECT_THAT(Affiliate(From(time::FormatDate(day), "one more"), seat),
              FaultOn("affiliation", status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_EQ(seat.affiliations_size(), kMostAffiliations);
}

TEST(AffiliationRulesTest, MovesTheLastEndWithTheMembership) {
  v1::Membership seat = Seat("2022-05-09");
  ASSERT_THAT(Affiliate(From("", "red"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2025-01-01", "blue"), seat), IsOk());
  const auto end = [&](const std::string& date) {
    const std::string last = seat.end_date();
    seat.set_end_date(date);
    EndAffiliations(last, seat);
  };
  end("2026-12-31");
  EXPECT_THAT(History(seat), ElementsAre("..2024-12-31 red ", "2025-01-01..2026-12-31 blue "));
  end("2027-01-31");
  EXPECT_THAT(History(seat), ElementsAre("..2024-12-31 red ", "2025-01-01..2027-01-31 blue "));
  end("2024-06-30");
  EXPECT_THAT(History(seat), ElementsAre("..2024-06-30 red "));
}

TEST(AffiliationRulesTest, LeavesTheGroupAndKeepsTheParty) {
  v1::Membership seat = Seat("2022-05-09");
  ASSERT_THAT(Affiliate(From("", "red", "g"), seat), IsOk());
  ASSERT_THAT(Affiliate(From("2027-01-01", "", "g"), seat), IsOk());
  EXPECT_FALSE(LeaveGroup("other", "2026-05-01", seat));
  EXPECT_TRUE(LeaveGroup("g", "2026-05-01", seat));
  EXPECT_THAT(History(seat), ElementsAre("..2026-05-01 red g", "2026-05-02..2026-12-31 red "));
  EXPECT_FALSE(LeaveGroup("g", "2026-05-01", seat));
}

TEST(AffiliationRulesTest, IsAlwaysInOrderAndWithoutOverlaps) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  v1::Membership seat = Seat("2022-01-01");
  for (int step = 0; step < 500; ++step) {
    const std::string day = time::FormatDate(absl::CivilDay(2022, 1, 1) + random() % 400);
    const std::string party = random() % 3 == 0 ? "" : absl::StrCat("p", random() % 3);
    const std::string group = random() % 2 == 0 ? "" : absl::StrCat("g", random() % 2);
    if (random() % 4 == 0) {
      LeaveGroup("g0", day, seat);
    } else {
      ASSERT_THAT(Affiliate(From(day, party, group), seat), IsOk());
      EXPECT_EQ(AffiliationOn(seat, day).party(), party);
    }
    for (int i = 0; i + 1 < seat.affiliations_size(); ++i) {
      const v1::Affiliation& held = seat.affiliations(i);
      ASSERT_FALSE(held.end_date().empty());
      ASSERT_LE(held.start_date(), held.end_date());
      ASSERT_LT(held.end_date(), seat.affiliations(i + 1).start_date());
    }
  }
}

}  // namespace
}  // namespace telemachus::registry
