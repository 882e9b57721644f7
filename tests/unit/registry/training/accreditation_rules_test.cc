#include "registry/training/accreditation_rules.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seed.h"

namespace telemachus::registry {
namespace {

Attendance Full(const std::string& day, const std::string& until) {
  return {.record = absl::StrCat("r", day, until), .attended_date = day, .gives_until = until};
}
Attendance Refresher(const std::string& day, const std::string& until) {
  Attendance attendance = Full(day, until);
  attendance.refresher = true;
  return attendance;
}

TEST(AccreditationRulesTest, CountsMonthsFromTheDayAttended) {
  struct Case {
    int months;
    const char* attended;
    const char* until;
  };
  for (const Case& c : {Case{36, "2026-11-22", "2029-11-22"}, Case{1, "2026-01-31", "2026-02-28"},
                        Case{12, "2024-02-29", "2025-02-28"}, Case{0, "2026-11-22", ""},
                        Case{12, "not a day", ""}}) {
    v1::Course course;
    course.set_accredits_months(c.months);
    EXPECT_EQ(GivesUntil(course, c.attended), c.until) << c.months << " " << c.attended;
  }
}

TEST(AccreditationRulesTest, AccreditsByWhatWasAttendedAlone) {
  struct Case {
    const char* what;
    std::vector<Attendance> attended;
    std::string until;
    std::vector<std::string> by_record;
  };
  const Attendance base = Full("2024-01-10", "2025-01-10");
  const std::vector<Case> cases = {
      {"nothing attended, whatever the experience", {}, "", {}},
      {"a course", {base}, "2025-01-10", {"2025-01-10"}},
      {"a course that does not accredit", {Full("2024-01-10", "")}, "", {""}},
      {"a later one that gives less",
       {base, Full("2024-02-01", "2024-08-01")},
       "2025-01-10",
       {"2025-01-10", "2024-08-01"}},
      {"a later one that gives more",
       {base, Full("2024-02-01", "2027-02-01")},
       "2027-02-01",
       {"2025-01-10", "2027-02-01"}},
      {"a refresher of nothing", {Refresher("2024-06-01", "2026-06-01")}, "", {""}},
      {"a refresher in time",
       {base, Refresher("2025-01-10", "2027-01-10")},
       "2027-01-10",
       {"2025-01-10", "2027-01-10"}},
      {"on the last day of grace",
       {base, Refresher("2025-04-10", "2027-04-10")},
       "2027-04-10",
       {"2025-01-10", "2027-04-10"}},
      {"a day after grace",
       {base, Refresher("2025-04-11", "2027-04-11")},
       "2025-01-10",
       {"2025-01-10", ""}},
      {"a refresher before the course it would refresh",
       {Refresher("2024-01-09", "2026-01-09"), base},
       "2025-01-10",
       {"", "2025-01-10"}},
      {"both on one day",
       {Refresher("2024-01-10", "2026-01-10"), base},
       "2026-01-10",
       {"2026-01-10", "2025-01-10"}},
      {"a refresher of a refresher",
       {base, Refresher("2025-02-01", "2026-02-01"), Refresher("2026-05-01", "2027-05-01")},
       "2027-05-01",
       {"2025-01-10", "2026-02-01", "2027-05-01"}},
      {"none in between",
       {base, Refresher("2026-05-01", "2027-05-01")},
       "2025-01-10",
       {"2025-01-10", ""}},
      {"a whole course again after a lapse",
       {base, Full("2026-05-01", "2027-05-01"), Refresher("2027-06-01", "2028-06-01")},
       "2028-06-01",
       {"2025-01-10", "2027-05-01", "2028-06-01"}},
  };
  for (const Case& c : cases) {
    const Accreditation made = Accredit(c.attended);
    EXPECT_EQ(made.until, c.until) << c.what;
    EXPECT_EQ(made.by_record, c.by_record) << c.what;
  }
}

// Some attendance within a few years, so that lapses, grace and overlaps come about.
std::vector<Attendance> SomeAttendance(std::mt19937& random) {
  std::uniform_int_distribution<int> day(0, 1500), months(0, 24), count(0, 8), one_in_two(0, 1);
  std::vector<Attendance> attended(count(random));
  for (size_t i = 0; i < attended.size(); ++i) {
    const absl::CivilDay attended_day = absl::CivilDay(2022, 1, 1) + day(random);
    v1::Course course;
    course.set_accredits_months(months(random));
    attended[i].record = absl::StrCat("r", i);
    attended[i].attended_date = time::FormatDate(attended_day);
    attended[i].gives_until = GivesUntil(course, attended[i].attended_date);
    attended[i].refresher = one_in_two(random) == 1;
  }
  return attended;
}

TEST(AccreditationRulesTest, IsTheSameInWhateverOrderAttendanceIsRecorded) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<Attendance> attended = SomeAttendance(random);
    const Accreditation first = Accredit(attended);
    std::vector<size_t> order(attended.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Attendance> shuffled;
    for (const size_t i : order) shuffled.push_back(attended[i]);
    const Accreditation second = Accredit(shuffled);
    ASSERT_EQ(first.until, second.until);
    for (size_t i = 0; i < order.size(); ++i) {
      ASSERT_EQ(second.by_record[i], first.by_record[order[i]]);
    }
  }
}

TEST(AccreditationRulesTest, NeverShortensByMoreAndNeverLengthensByLess) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<Attendance> attended = SomeAttendance(random);
    const Accreditation all = Accredit(attended);
    EXPECT_EQ(all.until, all.by_record.empty()
                             ? ""
                             : *std::max_element(all.by_record.begin(), all.by_record.end()));
    for (size_t i = 0; i < attended.size(); ++i) {
      EXPECT_TRUE(all.by_record[i].empty() || all.by_record[i] == attended[i].gives_until);
      EXPECT_TRUE(attended[i].refresher || all.by_record[i] == attended[i].gives_until);
    }
    if (attended.empty()) continue;
    attended.pop_back();
    EXPECT_LE(Accredit(attended).until, all.until);
  }
}

TEST(AccreditationRulesTest, GivesNothingWithoutACourseThatIsNoRefresher) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<Attendance> attended = SomeAttendance(random);
    for (Attendance& attendance : attended) attendance.refresher = true;
    EXPECT_EQ(Accredit(attended).until, "");
  }
}

TEST(AccreditationRulesTest, LooksAgainBeforeAndAfterTheLastDay) {
  using Day = absl::CivilDay;
  using Maybe = std::optional<Day>;
  const Day today(2026, 11, 22);
  struct Case {
    const char* until;
    Maybe first, last, lapsed;
  };
  for (const Case& c : {
           Case{"2027-11-22", Day(2027, 8, 24), Day(2027, 10, 23), Day(2027, 11, 23)},
           Case{"2027-02-21", Day(2026, 11, 23), Day(2027, 1, 22), Day(2027, 2, 22)},
           Case{"2027-02-20", std::nullopt, Day(2027, 1, 21), Day(2027, 2, 21)},
           Case{"2026-12-01", std::nullopt, today, Day(2026, 12, 2)},
           Case{"2026-11-22", std::nullopt, today, Day(2026, 11, 23)},
           Case{"2026-11-21", std::nullopt, std::nullopt, std::nullopt},
           Case{"", std::nullopt, std::nullopt, std::nullopt},
       }) {
    const LapseDays days = LapseDaysOf(c.until, today);
    EXPECT_EQ(days.first_reminder, c.first) << c.until;
    EXPECT_EQ(days.last_reminder, c.last) << c.until;
    EXPECT_EQ(days.lapsed, c.lapsed) << c.until;
  }
}

TEST(AccreditationRulesTest, LapsesWithinDaysThatIncludeToday) {
  const absl::CivilDay today(2026, 11, 22);
  EXPECT_TRUE(LapsesWithin("2026-11-22", today, 30));
  EXPECT_TRUE(LapsesWithin("2026-12-22", today, 30));
  EXPECT_FALSE(LapsesWithin("2026-12-23", today, 30));
  EXPECT_FALSE(LapsesWithin("2026-11-21", today, 30));
  EXPECT_FALSE(LapsesWithin("", today, 30));
}

}  // namespace
}  // namespace telemachus::registry
