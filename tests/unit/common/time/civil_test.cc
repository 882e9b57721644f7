#include "common/time/civil.h"

#include <random>

#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"

namespace telemachus::time {
namespace {

using absl::CivilDay;
using test::HasReason;

absl::Time Utc(absl::string_view text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) << text;
  return time;
}

TEST(CivilTest, SummerDaysBeginAnHourBeforeUtc) {
  EXPECT_EQ(DayOf(Utc("2026-07-01T22:59:59.999999Z")), CivilDay(2026, 7, 1));
  EXPECT_EQ(DayOf(Utc("2026-07-01T23:00:00Z")), CivilDay(2026, 7, 2));
  EXPECT_EQ(DayOf(Utc("2026-12-01T23:59:59Z")), CivilDay(2026, 12, 1));
  EXPECT_EQ(StartOf(CivilDay(2026, 7, 2)), Utc("2026-07-01T23:00:00Z"));
  EXPECT_EQ(StartOf(CivilDay(2026, 12, 2)), Utc("2026-12-02T00:00:00Z"));
}

TEST(CivilTest, DaysOfClockChangesHaveTheirOwnLength) {
  const auto length = [](CivilDay day) { return StartOf(day + 1) - StartOf(day); };
  EXPECT_EQ(length(CivilDay(2026, 3, 29)), absl::Hours(23));
  EXPECT_EQ(length(CivilDay(2026, 10, 25)), absl::Hours(25));
  EXPECT_EQ(length(CivilDay(2026, 10, 26)), absl::Hours(24));
  // Both hours of the night that has one twice are of the same day.
  EXPECT_EQ(DayOf(Utc("2026-10-25T00:30:00Z")), CivilDay(2026, 10, 25));
  EXPECT_EQ(DayOf(Utc("2026-10-25T01:30:00Z")), CivilDay(2026, 10, 25));
}

TEST(CivilTest, EveryDayStartsWithinItself) {
  for (CivilDay day(1970, 1, 1); day < CivilDay(2060, 1, 1); ++day) {
    ASSERT_EQ(DayOf(StartOf(day)), day);
    ASSERT_EQ(DayOf(StartOf(day) - absl::Microseconds(1)), day - 1);
  }
}

TEST(CivilTest, ReadsBackTheDatesItWrites) {
  EXPECT_EQ(FormatDate(CivilDay(2026, 11, 2)), "2026-11-02");
  for (CivilDay day(1899, 12, 1); day < CivilDay(2105, 1, 1); ++day) {
    const auto parsed = ParseDate(FormatDate(day));
    ASSERT_TRUE(parsed.ok()) << day;
    ASSERT_EQ(*parsed, day);
  }
}

TEST(CivilTest, WritesEarlyYearsInFourDigits) {
  for (const char* text : {"0001-01-01", "0500-02-15"})
    EXPECT_EQ(FormatDate(*ParseDate(text)), text);
}

TEST(CivilTest, RefusesDaysThatDoNotExist) {
  EXPECT_TRUE(ParseDate("2028-02-29").ok());
  EXPECT_TRUE(ParseDate("2000-02-29").ok());
  for (const char* text :
       {"",           "2026-02-29", "2100-02-29",           "2026-04-31", "2026-00-10",
        "2026-13-01", "2026-01-00", "2026-01-32",           "0000-01-01", "2026-1-01",
        "26-01-01",   "2026/01/01", "2026-01-01 ",          " 2026-01-1", "2026-01-+1",
        "-026-01-01", "+026-01-01", "2026-01-01T00:00:00Z", "20260101",   "12026-01-01",
        "२०२६-01-01"}) {
    EXPECT_THAT(ParseDate(text), HasReason(status::v1::REASON_FIELD_MALFORMED)) << text;
  }
  EXPECT_FALSE(ParseDate(absl::string_view("2026-01-0\0", 10)).ok());
}

TEST(CivilTest, MonthsEndOnTheirLastDay) {
  EXPECT_EQ(AddMonths(CivilDay(2026, 1, 31), 1), CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2028, 1, 31), 1), CivilDay(2028, 2, 29));
  EXPECT_EQ(AddMonths(CivilDay(2028, 2, 29), 12), CivilDay(2029, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2028, 2, 29), 48), CivilDay(2032, 2, 29));
  EXPECT_EQ(AddMonths(CivilDay(2026, 12, 15), 1), CivilDay(2027, 1, 15));
  EXPECT_EQ(AddMonths(CivilDay(2026, 3, 31), -1), CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2026, 3, 31), -13), CivilDay(2025, 2, 28));
  EXPECT_EQ(AddMonths(CivilDay(2026, 3, 31), 0), CivilDay(2026, 3, 31));
}

TEST(CivilTest, WorkingDaysAreMondayToFriday) {
  const CivilDay friday(2026, 11, 20);
  EXPECT_EQ(AddWorkingDays(friday, 0), friday);
  EXPECT_EQ(AddWorkingDays(friday, 1), CivilDay(2026, 11, 23));
  EXPECT_EQ(AddWorkingDays(friday, 5), CivilDay(2026, 11, 27));
  EXPECT_EQ(AddWorkingDays(friday + 1, 1), CivilDay(2026, 11, 23));
  EXPECT_EQ(AddWorkingDays(friday + 2, 5), CivilDay(2026, 11, 27));
  EXPECT_EQ(AddWorkingDays(friday + 1, 0), friday + 1);
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 11, 23), -1), friday);
}

TEST(CivilTest, CountsWorkingDaysAsOneByOneWould) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const CivilDay from = CivilDay(2026, 1, 1) + static_cast<int>(random() % 1000);
    const int days = static_cast<int>(random() % 101) - 50;
    const int step = days < 0 ? -1 : 1;
    CivilDay expected = from;
    for (int left = days; left != 0;) {
      expected += step;
      const auto weekday = absl::GetWeekday(expected);
      if (weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday) left -= step;
    }
    ASSERT_EQ(AddWorkingDays(from, days), expected) << from << " and " << days;
  }
}

TEST(TimestampTest, KeepsMicroseconds) {
  for (const char* text : {"2026-11-22T09:51:03.123456Z", "1969-12-31T23:59:59.999999Z",
                           "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    const absl::Time moment = Utc(text);
    EXPECT_EQ(FromProto(ToProto(moment)), moment) << text;
    EXPECT_EQ(google::protobuf::util::TimeUtil::ToString(ToProto(moment)), text);
  }
  const absl::Time before_epoch = absl::UnixEpoch() - absl::Nanoseconds(1);
  EXPECT_EQ(FromProto(ToProto(before_epoch)), absl::UnixEpoch() - absl::Microseconds(1));
}

TEST(TimestampTest, StaysWithinWhatATimestampCanSay) {
  EXPECT_EQ(ToProto(absl::InfiniteFuture()).seconds(), 253402300799);
  EXPECT_EQ(ToProto(absl::InfinitePast()).seconds(), -62135596800);
  google::protobuf::Timestamp timestamp;
  timestamp.set_nanos(1999);
  EXPECT_EQ(FromProto(timestamp), absl::UnixEpoch() + absl::Microseconds(1));
}

}  // namespace
}  // namespace telemachus::time
