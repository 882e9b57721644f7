#include "evaluation/report/report_service.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/evaluation/world.h"

namespace telemachus::evaluation {
namespace {

class ReportServiceTest : public testing::TestWithParam<std::string> {
 protected:
  ReportServiceTest() : world_(GetParam()) {}

  static access::Caller Officer(const std::string& authority = kHome) {
    return World::CallerWith("people/officer", access::Role::ROLE_OFFICER, authority);
  }
  v1::Report Report(const std::string& scope, const std::string& period) {
    const auto report = world_.Report(Officer(), scope, period);
    EXPECT_THAT(report, test::IsOk());
    return report.ok() ? *report : v1::Report();
  }
  static v1::Figure FigureAt(const v1::Report& report, const std::string& table,
                             const std::string& row) {
    for (const auto& candidate : report.tables()) {
      if (candidate.code() != table) continue;
      for (const auto& line : candidate.rows()) {
        if (line.code() == row) return line.figure();
      }
    }
    ADD_FAILURE() << table << "/" << row << " is not there";
    return {};
  }
  int64_t CountAt(const v1::Report& report, const std::string& table, const std::string& row) {
    return FigureAt(report, table, row).count();
  }

  World world_;
};

INSTANTIATE_TEST_SUITE_P(All, ReportServiceTest, test::Engines(), test::EngineName);

TEST_P(ReportServiceTest, CountsWhatHappenedInThePeriod) {
  world_.Request(kHome, "2026-01-01", 12);
  world_.Request(kHome, "2026-03-31", 11);
  world_.Request(kHome, "2026-04-01", 40);
  const v1::Report report = Report(kHome, "2026-Q1");
  EXPECT_EQ(CountAt(report, "demand_by_kind", "one_to_one"), 25);
  EXPECT_EQ(CountAt(report, "demand_by_context", "new_member"), 25);
  EXPECT_EQ(FigureAt(report, "demand_by_kind", "role").words().english(), "fewer than 10");
  EXPECT_EQ(FigureAt(report, "demand_by_kind", "total").words().english(), "not shown");
  EXPECT_EQ(report.threshold(), 10);
  EXPECT_EQ(report.rounding_base(), 5);
}

TEST_P(ReportServiceTest, EveryTableHasItsRowsAndATotalInBothLanguages) {
  const v1::Report report = Report(kHome, "2026-Q1");
  EXPECT_EQ(report.tables_size(), 10);
  for (const auto& table : report.tables()) {
    EXPECT_FALSE(table.title().welsh().empty()) << table.code();
    EXPECT_FALSE(table.title().english().empty()) << table.code();
    ASSERT_GE(table.rows_size(), 2) << table.code();
    EXPECT_EQ(table.rows(table.rows_size() - 1).code(), "total");
    for (const auto& row : table.rows()) {
      EXPECT_FALSE(row.title().welsh().empty()) << row.code();
      EXPECT_FALSE(row.figure().words().welsh().empty()) << row.code();
      EXPECT_NE(row.figure().protection(), v1::Figure::PROTECTION_UNSPECIFIED);
    }
  }
}

// Events of agreements name only the match; whichever service is heard first, they find their
// place.
TEST_P(ReportServiceTest, PlacesAgreementsByTheirMatchInAnyOrder) {
  for (int i = 0; i < 20; ++i) {
    const std::string match = absl::StrCat("matches/m", i);
    const std::string agreement = absl::StrCat("agreements/a", i);
    world_.AddAgreement(agreement);
    world_.clock.Set(At("2026-02-10"));
    const auto confirm = [&] {
      ASSERT_THAT(world_.Tell("matching", "matching.match.confirmed", match,
                              world_.Placed(kHome, {{"request", "requests/r"},
                                                    {"kind", "one_to_one"},
                                                    {"source", "region"},
                                                    {"request_date", "2026-02-01"},
                                                    {"confirm_date", "2026-02-09"}})),
                  test::IsOk());
    };
    if (i % 2 == 0) confirm();
    const std::map<std::string, std::string> of_match = {{"match", match}};
    for (const char* what :
         {"drafted", "signed", "signed", i % 4 < 2 ? "withdrawn" : "rematched"}) {
      ASSERT_THAT(
          world_.Tell("agreement", absl::StrCat("agreement.agreement.", what), agreement, of_match),
          test::IsOk());
    }
    ASSERT_THAT(
        world_.Tell("agreement", "agreement.meeting.held", absl::StrCat(agreement, "/meetings/1"),
                    {{"agreement", agreement}, {"number", "1"}, {"date", "2026-02-09"}}),
        test::IsOk());
    for (const char* state : {"changed", "met"}) {
      ASSERT_THAT(world_.Tell("agreement", "agreement.objective.resolved",
                              absl::StrCat(agreement, "/objectives/1"),
                              {{"agreement", agreement}, {"state", state}}),
                  test::IsOk());
    }
    if (i % 2 != 0) confirm();
  }
  world_.clock.Set(At("2026-05-04"));
  const v1::Report report = Report(kHome, "2026-Q1");
  EXPECT_EQ(CountAt(report, "matches_by_source", "region"), 20);
  EXPECT_EQ(CountAt(report, "time_to_match", "8_to_28_days"), 20);
  // As many as there are matches, of which some rows are hidden: it would stand for their total.
  EXPECT_EQ(FigureAt(report, "agreements", "drafted").protection(),
            v1::Figure::PROTECTION_COMPLEMENTARY);
  EXPECT_EQ(CountAt(report, "agreements", "signed"), 20) << "a second version is no second one";
  EXPECT_EQ(CountAt(report, "agreements", "ended_early"), 20);
  EXPECT_EQ(CountAt(report, "meetings_and_reviews", "meetings"), 20);
  EXPECT_EQ(CountAt(report, "objectives_by_outcome", "met"), 20) << "the latest word holds";
  EXPECT_EQ(CountAt(report, "objectives_by_outcome", "changed"), 0);
}

TEST_P(ReportServiceTest, CountsPeopleTrainedOnceAndKeepsNoName) {
  for (int i = 0; i < 24; ++i) {
    ASSERT_THAT(world_.Tell("registry", "registry.training.recorded",
                            absl::StrCat("people/canary", i % 12, "/trainingRecords/t", i),
                            world_.Placed(kHome, {{"person", absl::StrCat("people/canary", i % 12)},
                                                  {"course", "courses/c"}})),
                test::IsOk());
  }
  world_.clock.Set(At("2026-07-01"));
  EXPECT_EQ(CountAt(Report(kHome, "2026-Q2"), "training", "people_trained"), 10);
  ASSERT_THAT(world_.database->Read(
                  Soon(),
                  [](sql::Transaction& transaction) -> absl::Status {
                    auto rows = transaction.Query(
                        "SELECT thing FROM facts WHERE thing LIKE '%canary%' LIMIT 1", {});
                    if (!rows.ok()) return rows.status();
                    EXPECT_TRUE(rows->empty());
                    return absl::OkStatus();
                  }),
              test::IsOk());
}

TEST_P(ReportServiceTest, WhatIsPublishedNeverChanges) {
  world_.Request(kHome, "2026-02-01", 12);
  const std::string first = Report(kHome, "2026-Q1").SerializeAsString();
  world_.Request(kHome, "2026-02-02", 50);
  world_.clock.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(Report(kHome, "2026-Q1").SerializeAsString(), first);
}

TEST_P(ReportServiceTest, PublishesToDateOnceADayAndMovesByTen) {
  world_.Request(kHome, "2026-05-04", 12);
  const auto count = [&] {
    return CountAt(Report(kHome, "to-date"), "demand_by_kind", "one_to_one");
  };
  EXPECT_EQ(count(), 10);
  world_.Request(kHome, "2026-05-04", 1);
  EXPECT_EQ(count(), 10) << "the same day";
  world_.clock.Advance(absl::Hours(24));
  EXPECT_EQ(count(), 10) << "13 would read 15: one more would show";
  world_.Request(kHome, "2026-05-05", 9);
  world_.clock.Advance(absl::Hours(24));
  EXPECT_EQ(count(), 20);
}

TEST_P(ReportServiceTest, TwoReplicasPublishOne) {
  world_.Request(kHome, "2026-02-01", 30);
  const auto other = world_.target.Open();
  Publisher second(world_.GroundOn(*other));
  const Period period = *ParsePeriod("2026-Q1", absl::CivilDay(2026, 5, 4));
  std::vector<std::string> bodies(4);
  std::vector<std::thread> replicas;
  for (size_t i = 0; i < bodies.size(); ++i) {
    replicas.emplace_back([&, i] {
      Publisher& publisher = i % 2 == 0 ? *world_.publisher : second;
      const auto report = publisher.Publish(kHome, period, Soon());
      EXPECT_THAT(report, test::IsOk());
      if (report.ok()) bodies[i] = report->SerializeAsString();
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_THAT(bodies, testing::Each(bodies[0]));
}

TEST_P(ReportServiceTest, AnAuthoritySeesItselfItsRegionAndItsNation) {
  for (const access::Role role : {access::Role::ROLE_OFFICER, access::Role::ROLE_COMMITTEE}) {
    const access::Caller caller = World::CallerWith("people/o", role, kHome);
    for (const char* scope : {kHome, kRegion, kNation}) {
      EXPECT_THAT(world_.Report(caller, scope, "2026-Q1"), test::IsOk()) << scope;
    }
  }
  EXPECT_THAT(world_.Report(World::CallerWith("people/a", access::Role::ROLE_ADVISER, kRegion),
                            kRegion, "2026-Q1"),
              test::IsOk());
  EXPECT_THAT(world_.Report(World::CallerWith("people/n", access::Role::ROLE_NATIONAL, kNation),
                            kNation, "2026-Q1"),
              test::IsOk());
}

TEST_P(ReportServiceTest, OtherScopesAreAsIfTheyWereNot) {
  const absl::Status absent = world_.Report(Officer(), "authorities/none", "2026-Q1").status();
  EXPECT_THAT(absent, test::HasReason(status::v1::REASON_NOT_PERMITTED));
  for (const char* scope : {"authorities/near", "regions/other", "nations/england"}) {
    EXPECT_EQ(world_.Report(Officer(), scope, "nonsense").status(), absent) << scope;
  }
  const access::Caller adviser = World::CallerWith("people/a", access::Role::ROLE_ADVISER, kRegion);
  const access::Caller national =
      World::CallerWith("people/n", access::Role::ROLE_NATIONAL, kNation);
  EXPECT_EQ(world_.Report(adviser, kHome, "2026-Q1").status(), absent);
  EXPECT_EQ(world_.Report(adviser, kNation, "2026-Q1").status(), absent);
  EXPECT_EQ(world_.Report(national, kHome, "2026-Q1").status(), absent);
  EXPECT_EQ(world_.Report(World::Member(kMentee), kHome, "2026-Q1").status(), absent);
}

TEST_P(ReportServiceTest, RefusesPeriodsThatAreNoneOrHaveNotEnded) {
  for (const char* period : {"2026-Q2", "2026", "2027-Q1", "2026-Q5", "2026-Q0", "1999", "26",
                             "2026-05", "to-datex", "2026-q1"}) {
    EXPECT_THAT(world_.Report(Officer(), kHome, period),
                test::HasReason(status::v1::REASON_FIELD_OUT_OF_RANGE))
        << period;
  }
}

TEST_P(ReportServiceTest, AYearWithholdsWhatItsQuartersWouldGiveAway) {
  for (const char* date : {"2025-01-05", "2025-04-05", "2025-07-05"}) {
    world_.Request(kHome, date, 20);
  }
  const v1::Report year = Report(kHome, "2025");
  EXPECT_EQ(FigureAt(year, "demand_by_kind", "one_to_one").protection(),
            v1::Figure::PROTECTION_COMPLEMENTARY);
  EXPECT_EQ(CountAt(Report(kHome, "2025-Q1"), "demand_by_kind", "one_to_one"), 20);
}

TEST_P(ReportServiceTest, EvaluationsAreCountedWithoutTheirAuthors) {
  for (int i = 0; i < 12; ++i) {
    const std::string agreement = absl::StrCat("agreements/e", i);
    world_.AddAgreement(agreement);
    ASSERT_THAT(world_.Tell("agreement", "agreement.agreement.completed", agreement, {}),
                test::IsOk());
  }
  for (const auto& invitation : world_.Invitations(kMentee)) {
    v1::CreateEvaluationRequest request;
    request.set_parent(invitation.name());
    request.mutable_evaluation()->set_successful(v1::Evaluation::DEGREE_FULLY);
    request.mutable_evaluation()->set_recommend(v1::Evaluation::DEGREE_MOSTLY);
    ASSERT_THAT(world_.Do(*world_.evaluations, &EvaluationService::CreateEvaluation,
                          World::Member(kMentee), request),
                test::IsOk());
  }
  world_.clock.Set(At("2026-07-01"));
  const v1::Report report = Report(kHome, "2026-Q2");
  EXPECT_EQ(CountAt(report, "evaluations_successful", "fully"), 10);
  EXPECT_EQ(CountAt(report, "evaluations_recommend", "mostly"), 10);
}

}  // namespace
}  // namespace telemachus::evaluation
