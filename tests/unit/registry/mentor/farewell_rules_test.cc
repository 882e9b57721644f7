#include "registry/mentor/farewell_rules.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "gtest/gtest.h"
#include "registry/facts/facts_rules.h"
#include "registry/person/tenure_rules.h"
#include "tests/support/seed.h"

namespace telemachus::registry {
namespace {

using Leaving = v1::Membership::Leaving;

constexpr char kPowys[] = "authorities/powys";
constexpr char kCardiff[] = "authorities/cardiff";

absl::CivilDay Day(const std::string& date) { return *time::ParseDate(date); }

// A mentor who left one seat without standing again, trained for years and willing to go on.
struct Case {
  StoredMentor mentor;
  StoredPerson stored;
  PolicyBook policies;
  Farewell farewell;

  explicit Case(const std::string& left) {
    mentor.mentor.set_name("mentors/p");
    mentor.mentor.set_willing(true);
    mentor.mentor.set_former_member_willing(true);
    stored.person.set_name("people/p");
    stored.accredited_until = "2035-12-31";
    SetMonths(kPowys, 12);
    AddSeat(kPowys, "2017-05-08", left, v1::Membership::LEAVING_DID_NOT_STAND);
  }
  void AddSeat(const char* authority, const std::string& start, const std::string& end,
               Leaving leaving) {
    StoredMembership seat;
    seat.scope.authority = authority;
    seat.membership.set_authority(authority);
    seat.membership.set_start_date(start);
    seat.membership.set_end_date(end);
    seat.membership.set_leaving(leaving);
    stored.memberships.push_back(seat);
  }
  void SetMonths(const char* authority, int months) {
    v1::Policy policy;
    policy.set_effective_date("2000-01-01");
    policy.set_former_member_months(months);
    policies.Add(authority, policy);
  }
  // What falls due on a day; remembers what was said.
  FarewellStep On(const std::string& day) {
    FarewellStep step = NextFarewell(mentor, stored, {}, policies, day, farewell);
    farewell = step.farewell;
    return step;
  }
};

TEST(FarewellRulesTest, TellsTwiceBeforeTheEnd) {
  Case c("2026-05-04");
  EXPECT_EQ(c.On("2026-05-05").next_notice_date, "2027-03-09") << "56 days before 4 May";
  EXPECT_EQ(c.On("2027-03-08").tell_date, "");
  FarewellStep step = c.On("2027-03-09");
  EXPECT_EQ(step.tell_date, "2027-05-04");
  EXPECT_EQ(step.next_notice_date, "2027-04-20");
  EXPECT_EQ(c.On("2027-03-09").tell_date, "") << "once";
  EXPECT_EQ(c.On("2027-04-19").tell_date, "");
  step = c.On("2027-04-20");
  EXPECT_EQ(step.tell_date, "2027-05-04");
  EXPECT_EQ(step.next_notice_date, "");
  EXPECT_EQ(c.On("2027-05-04").tell_date, "");
  EXPECT_EQ(c.On("2027-05-05").tell_date, "");
}

TEST(FarewellRulesTest, TellsAtOnceWhereFewerDaysAreLeftAndAnewWhenTheDayChanges) {
  Case c("2026-05-04");
  EXPECT_EQ(c.On("2027-04-01").tell_date, "2027-05-04");
  c.SetMonths(kPowys, 11);
  EXPECT_EQ(c.On("2027-04-01").tell_date, "2027-04-04") << "the policy of that day says fewer";
  EXPECT_EQ(c.On("2027-04-02").tell_date, "");
}

TEST(FarewellRulesTest, TellsNobodyWhoDoesNotMentorOn) {
  Case c("2026-05-04");
  c.mentor.mentor.set_former_member_willing(false);
  EXPECT_EQ(c.On("2027-04-01").tell_date, "");
  c.mentor.mentor.set_former_member_willing(true);
  c.mentor.withdrawn = absl::Now();
  EXPECT_EQ(c.On("2027-04-01").tell_date, "") << "left the register";
  EXPECT_EQ(c.On("2027-04-01").next_notice_date, "");
  c.mentor.withdrawn = absl::UnixEpoch();
  c.AddSeat(kCardiff, "2026-05-05", "", v1::Membership::LEAVING_UNSPECIFIED);
  EXPECT_EQ(c.On("2027-04-01").tell_date, "") << "sits elsewhere";
}

TEST(FarewellRulesTest, AsksOnceWhoLeavesWithoutStandingAgain) {
  Case c("2027-05-06");
  c.mentor.mentor.set_former_member_willing(false);
  const FarewellStep step = c.On("2026-11-22");
  EXPECT_TRUE(step.ask) << "as soon as it is known";
  EXPECT_EQ(step.until_date, "2028-05-06");
  EXPECT_FALSE(c.On("2026-11-23").ask);
  c.stored.memberships[0].membership.set_end_date("2027-06-01");
  EXPECT_TRUE(c.On("2026-11-24").ask) << "another leaving";
}

TEST(FarewellRulesTest, AsksOnlyThoseWhoMay) {
  const auto asked = [](const auto& change) {
    Case c("2026-05-04");
    c.mentor.mentor.set_former_member_willing(false);
    change(c);
    return c.On("2026-11-22").ask;
  };
  EXPECT_TRUE(asked([](Case&) {}));
  EXPECT_FALSE(asked([](Case& c) { c.mentor.mentor.set_former_member_willing(true); }));
  EXPECT_FALSE(asked([](Case& c) { c.stored.accredited_until = "2026-11-21"; })) << "untrained";
  EXPECT_FALSE(asked([](Case& c) { c.SetMonths(kPowys, 6); })) << "over by then";
  EXPECT_FALSE(asked([](Case& c) {
    c.stored.memberships[0].membership.set_leaving(v1::Membership::LEAVING_NOT_ELECTED);
  }));
  EXPECT_FALSE(asked([](Case& c) {
    c.AddSeat(kCardiff, "2022-05-09", "", v1::Membership::LEAVING_UNSPECIFIED);
  })) << "still sits";
}

// A life in office at random: seats that overlap or follow one another in two authorities.
Case RandomCase(std::mt19937& random) {
  const auto any_day = [&] {
    return time::FormatDate(Day("2026-01-01") + static_cast<int>(random() % 1200));
  };
  Case c("");
  c.stored.memberships.clear();
  c.SetMonths(kPowys, static_cast<int>(random() % 13));
  c.SetMonths(kCardiff, static_cast<int>(random() % 13));
  for (uint32_t seat = 0, seats = 1 + random() % 3; seat < seats; ++seat) {
    std::string start = any_day(), end = random() % 6 == 0 ? "" : any_day();
    if (!end.empty() && end < start) std::swap(start, end);
    c.AddSeat(random() % 2 == 0 ? kPowys : kCardiff, start, end,
              end.empty() ? v1::Membership::LEAVING_UNSPECIFIED
                          : static_cast<Leaving>(random() % v1::Membership::Leaving_ARRAYSIZE));
  }
  c.mentor.mentor.set_former_member_willing(random() % 3 != 0);
  c.stored.accredited_until = any_day();
  return c;
}

// Whether some seat, left as it must be, lets them mentor on this day: counted day by day from the
// rule's words, not from the dates that the code keeps.
bool SomeSeatLets(const Case& c, absl::CivilDay day) {
  return std::any_of(
      c.stored.memberships.begin(), c.stored.memberships.end(), [&](const StoredMembership& seat) {
        const v1::Membership& membership = seat.membership;
        if (membership.leaving() != v1::Membership::LEAVING_DID_NOT_STAND) return false;
        const absl::CivilDay left = Day(membership.end_date());
        const int months =
            c.policies.On(membership.authority(), membership.end_date()).former_member_months();
        return left < day && day <= time::AddMonths(left, months);
      });
}

TEST(FormerMemberRuleTest, LetsMentorWhomTheRuleLetsAndNobodyElse) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  int let = 0;
  for (int round = 0; round < 300; ++round) {
    const Case c = RandomCase(random);
    for (int step = 0; step < 60; ++step) {
      const absl::CivilDay day = Day("2026-01-01") + static_cast<int>(random() % 2000);
      const std::string date = time::FormatDate(day);
      const v1::MentorFacts facts = FactsOf(c.mentor, c.stored, {}, v1::Avoidance(), c.policies,
                                            time::StartOf(day) + absl::Hours(12));
      if (!facts.former_member()) {
        ASSERT_EQ(facts.last_day_date(), "");
        continue;
      }
      ASSERT_FALSE(IsMember(c.stored, date));
      ASSERT_EQ(facts.willing(), c.mentor.mentor.former_member_willing());
      ASSERT_EQ(facts.last_day_date() >= date, SomeSeatLets(c, day)) << date;
      let += facts.last_day_date() >= date ? 1 : 0;
    }
  }
  EXPECT_GT(let, 100) << "the rounds say something";
}

TEST(FormerMemberRuleTest, TellsInTimeWhateverTheLife) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  int told = 0;
  for (int round = 0; round < 300; ++round) {
    Case c = RandomCase(random);
    c.mentor.mentor.set_former_member_willing(true);
    std::map<std::string, int> tellings;
    std::string next;
    for (absl::CivilDay day = Day("2026-01-01"); day < Day("2031-01-01"); ++day) {
      const std::string date = time::FormatDate(day);
      const FarewellStep step = c.On(date);
      if (next == date && !IsMember(c.stored, date)) {
        ASSERT_FALSE(step.tell_date.empty()) << "the timer fired on " << date << " for nothing";
      }
      next = step.next_notice_date;
      ASSERT_TRUE(next.empty() || next > date);
      if (step.tell_date.empty()) continue;
      ++told;
      ASSERT_GE(step.tell_date, date) << "told of a day that has passed";
      ASSERT_EQ(step.tell_date, LastMentoringDay(c.stored, c.policies, date));
      ASSERT_LE(++tellings[step.tell_date], 2);
    }
  }
  EXPECT_GT(told, 30) << "the rounds say something";
}

}  // namespace
}  // namespace telemachus::registry
