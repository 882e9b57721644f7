#include "common/trace/export.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/metric/metric.h"
#include "common/trace/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::trace {
namespace {

using ::testing::EndsWith;

constexpr char kUnsampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
constexpr char kSampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// A variable that stands for a scope.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }

 private:
  const char* const name_;
};

// Spans lost so far, for whatever reason.
int64_t Dropped() {
  int64_t dropped = 0;
  const std::string text = metric::Scrape();
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::StartsWith(line, "trace_spans_dropped_total{")) continue;
    int64_t value = 0;
    EXPECT_TRUE(absl::SimpleAtoi(line.substr(line.rfind(' ') + 1), &value)) << line;
    dropped += value;
  }
  return dropped;
}

ExportOptions Nowhere(double ratio) {
  ExportOptions options;
  options.service = "registry";
  options.sample_ratio = ratio;
  return options;
}

TEST(ExportTest, WithoutAReceiverSpansHaveIds) {
  Export out(Nowhere(1));
  Span span("call");
  EXPECT_THAT(span.TraceParent(), EndsWith("-01"));
}

TEST(ExportTest, TheRatioDecidesOfRootsAndTheParentOfTheRest) {
  Export out(Nowhere(0));
  EXPECT_THAT(Span("root").TraceParent(), EndsWith("-00"));
  EXPECT_THAT(Span("child", Kind::kServer, kSampled).TraceParent(), EndsWith("-01"));
  EXPECT_THAT(Span("child", Kind::kServer, kUnsampled).TraceParent(), EndsWith("-00"));
}

TEST(ExportTest, TheEnvironmentOverridesTheSampler) {
  Variable sampler("OTEL_TRACES_SAMPLER", "always_on");
  Export out(Nowhere(0));
  EXPECT_THAT(Span("child", Kind::kServer, kUnsampled).TraceParent(), EndsWith("-01"));
}

TEST(ExportTest, TheEnvironmentSwitchesTracingOff) {
  Variable off("OTEL_SDK_DISABLED", "true");
  Export out(Nowhere(1));
  EXPECT_EQ(Span("call").TraceParent(), "");
}

TEST(ExportTest, AReceiverThatIsDownLosesSpansAndHoldsUpNobody) {
  constexpr int kSpans = 20000;
  const int64_t before = Dropped();
  const absl::Time start = absl::Now();
  {
    ExportOptions options = Nowhere(1);
    options.endpoint = "127.0.0.1:1";  // nobody listens there
    options.batch_delay = absl::Milliseconds(10);
    Export out(options);
    for (int i = 0; i < kSpans; ++i) Span span("call");
    EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));
  EXPECT_EQ(Dropped() - before, kSpans);
}

}  // namespace
}  // namespace telemachus::trace
