#include "registry/import/report.h"

#include "gtest/gtest.h"

namespace telemachus::registry {
namespace {

TEST(ReportTest, CountsEachRowOnce) {
  Report report;
  report.Created();
  report.Updated();
  report.Updated();
  report.Unchanged();
  report.Rejected();
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
  whole.Created();
  whole.Odd(9, v1::ODD_KIND_REPEATED, "key", v1::OddRow::OUTCOME_REJECTED);
  part.Rejected();
  part.Odd(3, v1::ODD_KIND_REPEATED, "key", v1::OddRow::OUTCOME_REJECTED);
  whole.Add(part);
  const v1::ImportReport proto = whole.ToProto();
  EXPECT_EQ(whole.rows(), 2);
  ASSERT_EQ(proto.odd_rows_size(), 2);
  EXPECT_EQ(proto.odd_rows(0).line(), 3);
  EXPECT_EQ(proto.odd_counts(0).count(), 2);
}

}  // namespace
}  // namespace telemachus::registry
