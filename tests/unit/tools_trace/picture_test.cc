#include "tools/trace/picture.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/trace/text_width.h"

namespace telemachus::tools::trace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int64_t kMilli = 1'000'000;

Line Span(const std::string& trace, const std::string& id, const std::string& parent,
          const std::string& service, const std::string& name, int64_t start, int64_t duration) {
  Line line;
  line.set_trace_id(trace);
  line.set_span_id(id);
  line.set_parent_span_id(parent);
  line.set_service(service);
  line.set_name(name);
  line.set_start_nanos(start);
  line.set_duration_nanos(duration);
  return line;
}

std::vector<Line> Call() {
  return {Span("t1", "a", "", "gateway", "a.v1.Matching/Propose", 0, 100 * kMilli),
          Span("t1", "b", "a", "matching", "a.v1.Matching/Propose", 25 * kMilli, 50 * kMilli),
          Span("t1", "c", "b", "matching", "SELECT requests", 50 * kMilli, kMilli / 1000)};
}

TEST(PictureTest, ShowsWhoWhatHowLongAndWhen) {
  EXPECT_EQ(DrawTree(BuildTree(Call()), {}, {.width = 78, .colour = false}),
            "t1  3 spans, 100.0 ms\n"
            "gateway  Matching/Propose                         100.0 ms ▕█████████████████▏\n"
            "matching └─ Matching/Propose                       50.0 ms ▕    ████████     ▏\n"
            "matching    └─ SELECT requests                      1.0 µs ▕        │        ▏\n");
}

TEST(PictureTest, EveryLineIsAsWideAsThePaperWhateverTheNames) {
  auto spans = Call();
  spans[2].set_name(std::string(300, 'x'));
  spans[1].set_service("a-service-with-a-very-long-name");
  for (const int width : {1, 60, 80, 200}) {
    const std::string picture = DrawTree(BuildTree(spans), {}, {.width = width, .colour = false});
    const std::vector<std::string> lines = absl::StrSplit(picture, '\n', absl::SkipEmpty());
    ASSERT_THAT(lines, SizeIs(4));
    for (size_t i = 1; i < lines.size(); ++i) {
      EXPECT_EQ(Width(lines[i]), Width(lines[1])) << lines[i];
      EXPECT_LE(Width(lines[i]), static_cast<size_t>(std::max(width, 60))) << lines[i];
    }
  }
}

TEST(PictureTest, AFailedSpanSaysWhyInRed) {
  auto spans = Call();
  spans[1].set_failed(true);
  (*spans[1].mutable_attributes())["error.type"] = "UNAVAILABLE";
  const Tree tree = BuildTree(spans);
  EXPECT_THAT(DrawTree(tree, {}, {.width = 100, .colour = false}),
              HasSubstr("Matching/Propose  UNAVAILABLE"));
  EXPECT_THAT(DrawTree(tree, {}, {.width = 100, .colour = false}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(DrawTree(tree, {}, {.width = 100, .colour = true}), HasSubstr("\x1b[31m"));
}

TEST(PictureTest, ServicesHaveColoursOfTheirOwn) {
  const std::string picture = DrawTree(BuildTree(Call()), {}, {.width = 100, .colour = true});
  EXPECT_THAT(picture, HasSubstr("\x1b[32mgateway "));
  EXPECT_THAT(picture, HasSubstr("\x1b[36mmatching"));
}

TEST(SummariesTest, ListTheNewestTracesFirst) {
  Summaries summaries;
  summaries.Add(Span("old", "a", "", "gateway", "a.B/Old", 0, 10 * kMilli));
  summaries.Add(Span("new", "y", "x", "registry", "SELECT", 5'001 * kMilli, kMilli));
  summaries.Add(Span("new", "x", "", "gateway", "a.B/New", 5'000 * kMilli, 3 * kMilli));
  summaries.Add(Span("middle", "m", "", "gateway", "a.B/Middle", 2'000 * kMilli, kMilli));
  const auto newest = summaries.Newest(2);
  ASSERT_THAT(newest, SizeIs(2));
  EXPECT_EQ(newest[0].trace_id, "new");
  EXPECT_EQ(newest[0].root, "B/New");
  EXPECT_EQ(newest[0].spans, 2);
  EXPECT_EQ(newest[0].end_nanos - newest[0].start_nanos, 3 * kMilli);
  EXPECT_THAT(newest[0].services, ElementsAre("gateway", "registry"));
  EXPECT_EQ(newest[1].trace_id, "middle");
  EXPECT_THAT(DrawList(newest, {.width = 100, .colour = false}),
              HasSubstr("new  1970-01-01 00:00:05       3.0 ms      2 spans"));
}

TEST(TextWidthTest, CountsCharactersAndCutsBetweenThem) {
  EXPECT_EQ(Width("├─ µs"), 5u);
  EXPECT_EQ(Fit("├─ ab", 4), "├─ …");
  EXPECT_EQ(Fit("ab", 4), "ab  ");
  EXPECT_EQ(Fit("ab", 0), "");
  EXPECT_EQ(FitRight("1 µs", 6), "  1 µs");
  EXPECT_EQ(FitRight("1 µs", 2), "1 µs");
}

}  // namespace
}  // namespace telemachus::tools::trace
