#include "evaluation/fact/event_rules.h"

#include <tuple>

#include "common/time/civil.h"
#include "evaluation/report/period_rules.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::evaluation {
namespace {

event::v1::Event Event(const char* type, const char* resource,
                       std::map<std::string, std::string> codes) {
  event::v1::Event event;
  event.set_type(type);
  event.set_resource(resource);
  *event.mutable_event_time() = time::ToProto(time::StartOf(absl::CivilDay(2026, 7, 1)));
  event.mutable_codes()->insert(codes.begin(), codes.end());
  return event;
}

TEST(EventRulesTest, BandsBeginAndEndOnTheirDays) {
  const std::vector<std::tuple<const char*, const char*>> bands = {
      {"2026-03-01", "within_7_days"}, {"2026-03-08", "within_7_days"},
      {"2026-03-09", "8_to_28_days"},  {"2026-03-29", "8_to_28_days"},
      {"2026-03-30", "over_28_days"},  {"2026-02-20", "within_7_days"}};
  for (const auto& [confirmed, band] : bands) {
    EXPECT_EQ(BandOf("2026-03-01", confirmed), band) << confirmed;
  }
  EXPECT_EQ(BandOf("", "2026-03-01"), "");
}

TEST(EventRulesTest, DaysAreThoseOfLondon) {
  auto event = Event("agreement.agreement.signed", "agreements/a", {{"match", "matches/m"}});
  // Half past eleven in the evening, UTC, is the next day in summer.
  *event.mutable_event_time() = time::ToProto(
      absl::FromCivil(absl::CivilSecond(2026, 6, 30, 23, 30, 0), absl::UTCTimeZone()));
  EXPECT_EQ(FactOf(event)->day, "2026-07-01");
}

TEST(EventRulesTest, WhichWayItEndedEarlyIsNotKept) {
  const auto withdrawn =
      FactOf(Event("agreement.agreement.withdrawn", "agreements/a", {{"match", "matches/m"}}));
  const auto rematched =
      FactOf(Event("agreement.agreement.rematched", "agreements/a", {{"match", "matches/m"}}));
  EXPECT_EQ(withdrawn->type, rematched->type);
  EXPECT_EQ(withdrawn->thing, rematched->thing);
  EXPECT_EQ(withdrawn->code, rematched->code);
}

TEST(EventRulesTest, OnlyWhatCountsOrAsksConcernsUs) {
  EXPECT_TRUE(Concerns(Event("matching.request.created", "requests/r", {})));
  EXPECT_TRUE(Concerns(Event("agreement.agreement.closed", "agreements/a", {})));
  EXPECT_FALSE(Concerns(Event("registry.person.changed", "people/p", {})));
  EXPECT_FALSE(Concerns(Event("matching.match.ended", "matches/m", {})));
}

TEST(EventRulesTest, EventsThatAreNotCountedOrHaveNoPlaceLeaveNothing) {
  EXPECT_FALSE(FactOf(Event("registry.person.changed", "people/p", {})).has_value());
  EXPECT_FALSE(FactOf(Event("matching.request.created", "requests/r", {})).has_value());
  EXPECT_FALSE(FactOf(Event("agreement.agreement.drafted", "agreements/a", {})).has_value());
}

TEST(PeriodRulesTest, QuartersAndYearsEndWhenTheirNextBegins) {
  EXPECT_THAT(ParsePeriod("2026-Q1", absl::CivilDay(2026, 3, 31)),
              test::HasReason(status::v1::REASON_FIELD_OUT_OF_RANGE));
  const auto quarter = ParsePeriod("2026-Q1", absl::CivilDay(2026, 4, 1));
  ASSERT_THAT(quarter, test::IsOk());
  EXPECT_EQ(quarter->first, absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(quarter->end, absl::CivilDay(2026, 4, 1));
  EXPECT_THAT(ParsePeriod("2026", absl::CivilDay(2026, 12, 31)),
              test::HasReason(status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(ParsePeriod("2026", absl::CivilDay(2027, 1, 1)), test::IsOk());
}

TEST(PeriodRulesTest, PartsCoverWhatHasEnded) {
  const auto to_date = *ParsePeriod("to-date", absl::CivilDay(2026, 8, 3));
  EXPECT_EQ(to_date.edition, "to-date/2026-08-03");
  EXPECT_THAT(PartsOf(to_date, absl::CivilDay(2024, 5, 5)),
              testing::ElementsAre("2024", "2025", "2026-Q1", "2026-Q2"));
  const auto year = *ParsePeriod("2025", absl::CivilDay(2026, 8, 3));
  EXPECT_THAT(PartsOf(year, absl::CivilDay(2025, 5, 5)),
              testing::ElementsAre("2025-Q2", "2025-Q3", "2025-Q4"));
  EXPECT_THAT(
      PartsOf(*ParsePeriod("2025-Q1", absl::CivilDay(2026, 8, 3)), absl::CivilDay(2024, 1, 1)),
      testing::IsEmpty());
}

}  // namespace
}  // namespace telemachus::evaluation
