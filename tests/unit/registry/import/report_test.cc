#include "registry/import/report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::registry {
namespace {

TEST(ReportTest, CountsEachRowOnce) {
  Report report;
  report.Created(2);
  report.Done(3, {"email"});
  report.Updated(4, {"ward", "party"});
  report.Done(5, {});
  report.Rejected(6);
  EXPECT_EQ(report.rows(), 5);
  const v1::ImportReport proto = report.ToProto();
  EXPECT_EQ(proto.created(), 1);
  EXPECT_EQ(proto.updated(), 2);
  EXPECT_EQ(proto.unchanged(), 1);
  EXPECT_EQ(proto.rejected(), 1);
}

TEST(ReportTest, TellsTheFirstTenOfAKindAndCountsAll) {
  Report report;
  for (int line = 30; line > 0; --line) {
    report.Odd(line, v1::ODD_KIND_SEAT_VACANT, "party_name", v1::OddRow::OUTCOME_TAKEN_WITHOUT);
  }
  report.Odd(7, v1::ODD_KIND_COLUMNS, "", v1::OddRow::OUTCOME_REJECTED);
  const v1::ImportReport proto = report.ToProto();
  ASSERT_EQ(proto.odd_counts_size(), 2);
  EXPECT_EQ(proto.odd_counts(0).kind(), v1::ODD_KIND_COLUMNS);
  EXPECT_EQ(proto.odd_counts(1).count(), 30);
  ASSERT_EQ(proto.odd_rows_size(), 11);
  EXPECT_EQ(proto.odd_rows(0).line(), 7);
  EXPECT_EQ(proto.odd_rows(1).line(), 1);
  EXPECT_EQ(proto.odd_rows(10).line(), 10);
}

TEST(ReportTest, AddsThePartsOfAnImport) {
  Report whole, part;
  whole.Created(2);
  whole.Odd(9, v1::ODD_KIND_REPEATED, "key", v1::OddRow::OUTCOME_REJECTED);
  part.Rejected(3);
  part.Odd(3, v1::ODD_KIND_REPEATED, "key", v1::OddRow::OUTCOME_REJECTED);
  whole.Add(part);
  const v1::ImportReport proto = whole.ToProto();
  EXPECT_EQ(whole.rows(), 2);
  ASSERT_EQ(proto.odd_rows_size(), 2);
  EXPECT_EQ(proto.odd_rows(0).line(), 3);
  EXPECT_EQ(proto.odd_counts(0).count(), 2);
}

TEST(ReportTest, TellsWhatBecameOfEachRow) {
  Report read, carried_out;
  read.Name(2, "POW", "P1");
  read.Odd(2, v1::ODD_KIND_PARTY_MISSING, "party_code", v1::OddRow::OUTCOME_TAKEN);
  read.Name(3, "POW", "P2");
  read.Rejected(3);
  carried_out.Updated(2, {"ward", "party"});
  read.Add(carried_out);
  ASSERT_EQ(read.told().size(), 2);
  const v1::ImportRow& row = read.told().at(2);
  EXPECT_EQ(row.line(), 2);
  EXPECT_EQ(row.authority_code(), "POW");
  EXPECT_EQ(row.key(), "P1");
  EXPECT_EQ(row.outcome(), v1::ImportRow::OUTCOME_UPDATED);
  EXPECT_THAT(row.changed_fields(), testing::ElementsAre("ward", "party"));
  ASSERT_EQ(row.odd_rows_size(), 1);
  EXPECT_EQ(row.odd_rows(0).column(), "party_code");
  EXPECT_EQ(read.told().at(3).outcome(), v1::ImportRow::OUTCOME_REJECTED);
}

TEST(ReportTest, GoesOnFromWhatWasReportedBefore) {
  Report first, second;
  first.Created(2);
  first.Odd(2, v1::ODD_KIND_SEAT_VACANT, "party_name", v1::OddRow::OUTCOME_TAKEN_WITHOUT);
  second.Unchanged(3);
  second.Odd(3, v1::ODD_KIND_SEAT_VACANT, "party_name", v1::OddRow::OUTCOME_TAKEN_WITHOUT);
  Report resumed(first.ToProto());
  resumed.Add(second);
  first.Add(second);
  EXPECT_EQ(resumed.ToProto().SerializeAsString(), first.ToProto().SerializeAsString());
  EXPECT_EQ(resumed.rows(), 2);
}

}  // namespace
}  // namespace telemachus::registry
