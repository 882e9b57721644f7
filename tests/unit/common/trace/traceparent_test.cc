#include "common/trace/traceparent.h"

#include "gtest/gtest.h"

namespace telemachus::trace {
namespace {

constexpr char kGood[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

std::string With(size_t at, absl::string_view text) {
  std::string header = kGood;
  header.replace(at, text.size(), text.data(), text.size());
  return header;
}

TEST(TraceParentTest, ReadsIdsAndTheSampledFlag) {
  const auto parent = ParseTraceParent(kGood);
  ASSERT_TRUE(parent.has_value());
  EXPECT_EQ(parent->trace_id[0], 0x0a);
  EXPECT_EQ(parent->trace_id[15], 0x9c);
  EXPECT_EQ(parent->span_id[7], 0x31);
  EXPECT_TRUE(parent->sampled);
}

TEST(TraceParentTest, KeepsOfTheFlagsOnlyTheSampledOne) {
  EXPECT_FALSE(ParseTraceParent(With(53, "fe"))->sampled);
  EXPECT_TRUE(ParseTraceParent(With(53, "ff"))->sampled);
}

TEST(TraceParentTest, ReadsALaterVersionByItsKnownPrefix) {
  EXPECT_TRUE(ParseTraceParent(With(0, "cc")).has_value());
  EXPECT_TRUE(ParseTraceParent(With(0, "cc") + "-what-the-future-brings").has_value());
  EXPECT_FALSE(ParseTraceParent(With(0, "cc") + ".what").has_value());
  EXPECT_FALSE(ParseTraceParent(With(0, "ff")).has_value());
}

TEST(TraceParentTest, IgnoresAHeaderThatIsMalformedAnywhere) {
  EXPECT_FALSE(ParseTraceParent("").has_value());
  EXPECT_FALSE(ParseTraceParent(std::string(kGood) + "-").has_value());
  EXPECT_FALSE(ParseTraceParent(absl::string_view(kGood, 54)).has_value());
  EXPECT_FALSE(ParseTraceParent(With(3, std::string(32, '0'))).has_value());
  EXPECT_FALSE(ParseTraceParent(With(36, std::string(16, '0'))).has_value());
  for (size_t at = 0; at < sizeof(kGood) - 1; ++at) {
    EXPECT_FALSE(ParseTraceParent(With(at, "G")).has_value()) << at;
    EXPECT_FALSE(ParseTraceParent(With(at, "A")).has_value()) << at;
    EXPECT_FALSE(ParseTraceParent(With(at, "\n")).has_value()) << at;
  }
}

}  // namespace
}  // namespace telemachus::trace
