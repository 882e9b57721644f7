#include "tools/trace/tree.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::tools::trace {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Line Span(const std::string& id, const std::string& parent, const std::string& name,
          int64_t start = 0, int64_t duration = 10) {
  Line line;
  line.set_trace_id("t1");
  line.set_span_id(id);
  line.set_parent_span_id(parent);
  line.set_name(name);
  line.set_service("registry");
  line.set_start_nanos(start);
  line.set_duration_nanos(duration);
  return line;
}

std::vector<std::string> Pictured(std::vector<Line> spans, const View& view = {}) {
  std::vector<std::string> pictured;
  for (const Row& row : RowsOf(BuildTree(std::move(spans)), view)) {
    pictured.push_back(row.branches + row.text);
  }
  return pictured;
}

// A call with `count` statements in it.
std::vector<Line> Import(int count) {
  std::vector<Line> spans = {Span("root", "", "Import", 0, 100000)};
  for (int i = 0; i < count; ++i) {
    spans.push_back(Span(absl::StrCat("s", i), "root", "INSERT people", 10 * i, 5));
  }
  return spans;
}

TEST(TreeTest, ChildrenStandUnderTheirParentByStart) {
  EXPECT_THAT(Pictured({Span("c", "a", "late", 30), Span("d", "b", "deep", 12),
                        Span("b", "a", "early", 10), Span("a", "", "root", 0, 50)}),
              ElementsAre("root", "├─ early", "│  └─ deep", "└─ late"));
}

TEST(TreeTest, AnEmptyTraceHasNoRows) { EXPECT_THAT(Pictured({}), IsEmpty()); }

TEST(TreeTest, ASpanWhoseParentIsMissingIsARootThatSaysSo) {
  EXPECT_THAT(Pictured({Span("a", "", "root"), Span("b", "gone", "orphan", 5)}),
              ElementsAre("root", "orphan (its parent is missing)"));
}

TEST(TreeTest, SpansThatGoRoundInCirclesAreShownOnce) {
  EXPECT_THAT(Pictured({Span("a", "b", "a", 1), Span("b", "a", "b", 2), Span("c", "c", "c", 3)}),
              testing::UnorderedElementsAre("a (its parent is missing)", "└─ b",
                                            "c (its parent is missing)"));
}

TEST(TreeTest, ASpanSentTwiceIsOneSpan) {
  EXPECT_THAT(
      Pictured({Span("a", "", "root"), Span("b", "a", "child", 1), Span("b", "a", "child", 1)}),
      ElementsAre("root", "└─ child"));
}

TEST(TreeTest, TheTraceLastsFromItsFirstStartToItsLastEnd) {
  const Tree tree = BuildTree({Span("a", "", "root", 100, 50), Span("b", "a", "child", 90, 5),
                               Span("c", "a", "late", 140, 100)});
  EXPECT_EQ(tree.start_nanos, 90);
  EXPECT_EQ(tree.end_nanos, 240);
}

TEST(TreeTest, AlikeSiblingsInARowAreFolded) {
  EXPECT_THAT(Pictured(Import(214)),
              ElementsAre("Import", "└─ × 214 INSERT people, 1.1 µs in all"));
  EXPECT_THAT(Pictured(Import(3)), SizeIs(4));
  EXPECT_THAT(Pictured(Import(3), {.depth = 64, .fold = 2}), SizeIs(2));
  EXPECT_THAT(Pictured(Import(214), {.depth = 64, .fold = 0}), SizeIs(215));
}

TEST(TreeTest, AFailedOneStandsOutOfARow) {
  auto spans = Import(9);
  spans[5].set_failed(true);
  (*spans[5].mutable_attributes())["error.type"] = "UNAVAILABLE";
  const auto rows = RowsOf(BuildTree(spans), {});
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_EQ(rows[1].text, "× 4 INSERT people, 20 ns in all");
  EXPECT_EQ(rows[2].text, "INSERT people");
  EXPECT_EQ(rows[2].outcome, "UNAVAILABLE");
  EXPECT_EQ(rows[3].text, "× 4 INSERT people, 20 ns in all");
}

TEST(TreeTest, AFoldedRowSpansTheTimeOfAllOfItsSpans) {
  const auto rows = RowsOf(BuildTree(Import(10)), {});
  EXPECT_EQ(rows[1].start_nanos, 0);
  EXPECT_EQ(rows[1].end_nanos, 95);
  EXPECT_EQ(rows[1].busy_nanos, 50);
}

TEST(TreeTest, SiblingsThatDoTheSameAreFoldedHoweverOftenTheyRepeatIt) {
  std::vector<Line> spans = {Span("root", "", "story", 0, 1000)};
  for (int call = 0; call < 5; ++call) {
    const std::string id = absl::StrCat("c", call);
    spans.push_back(Span(id, "root", "a.B/Create", 100 * call, 90));
    for (int i = 0; i <= call; ++i) {
      spans.push_back(Span(absl::StrCat(id, "s", i), id, "INSERT", 100 * call + i, 1));
    }
  }
  EXPECT_THAT(Pictured(spans),
              ElementsAre("story", "└─ × 5 B/Create, 450 ns in all, 15 spans below"));
  spans.push_back(Span("other", "c2", "DELETE", 250));
  EXPECT_THAT(Pictured(spans), SizeIs(testing::Gt(5)));
}

TEST(TreeTest, WhatLiesTooDeepIsCounted) {
  EXPECT_THAT(Pictured({Span("a", "", "a"), Span("b", "a", "b", 1), Span("c", "b", "c", 2),
                        Span("d", "c", "d", 3)},
                       {.depth = 2, .fold = 4}),
              ElementsAre("a", "└─ b  (2 below)"));
}

TEST(TreeTest, AChainOfManyThousandSpansIsNoTrouble) {
  std::vector<Line> spans;
  for (int i = 0; i < 50000; ++i) {
    spans.push_back(Span(absl::StrCat(i), i == 0 ? "" : absl::StrCat(i - 1), "step", i));
  }
  const auto pictured = Pictured(spans);
  ASSERT_THAT(pictured, SizeIs(64));
  EXPECT_THAT(pictured.back(), testing::HasSubstr("(49936 below)"));
}

TEST(DurationTextTest, TakesTheUnitThatReadsBest) {
  EXPECT_EQ(DurationText(0), "0 ns");
  EXPECT_EQ(DurationText(999), "999 ns");
  EXPECT_EQ(DurationText(45'230), "45.2 µs");
  EXPECT_EQ(DurationText(999'960), "1.0 ms");
  EXPECT_EQ(DurationText(12'345'678), "12.3 ms");
  EXPECT_EQ(DurationText(1'250'000'000), "1.25 s");
  EXPECT_EQ(DurationText(125'000'000'000), "2 min 05 s");
}

TEST(ShortNameTest, LeavesThePackageOutAndNothingThatCouldSteerATerminal) {
  EXPECT_EQ(ShortName("telemachus.registry.v1.Registry/GetPerson"), "Registry/GetPerson");
  EXPECT_EQ(ShortName("GET /v1/people.json"), "GET /v1/people.json");
  EXPECT_EQ(ShortName("INSERT people"), "INSERT people");
  EXPECT_EQ(ShortName("a\x1b[31m\nb"), "a?[31m?b");
}

}  // namespace
}  // namespace telemachus::tools::trace
