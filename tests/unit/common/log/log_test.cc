#include "common/log/log.h"

#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/support/scratch.h"

namespace telemachus::log {
namespace {

using ::testing::MatchesRegex;
using ::testing::SizeIs;
using Json = google::protobuf::Struct;

// Logs into a file of its own, and gives standard error back at the end.
class LogTest : public testing::Test {
 protected:
  LogTest() { Open("registry", path_, Level::kInfo); }
  ~LogTest() override { Open("test", "", Level::kInfo); }

  std::vector<std::string> Lines() const {
    std::ifstream file(path_);
    std::stringstream content;
    content << file.rdbuf();
    std::vector<std::string> lines = absl::StrSplit(content.str(), '\n', absl::SkipEmpty());
    return lines;
  }
  // The only line.
  Json Line() const {
    const std::vector<std::string> lines = Lines();
    EXPECT_THAT(lines, SizeIs(1));
    Json json;
    if (lines.size() != 1) return json;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(lines[0], &json).ok()) << lines[0];
    return json;
  }
  std::string Word(const char* key) const { return Line().fields().at(key).string_value(); }

  const test::Scratch scratch_;
  const std::string path_ = scratch_.File("log.jsonl");
};

TEST_F(LogTest, ALineSaysWhenWhoAndWhat) {
  Info("call served",
       {{"method", Code("a.B/C")}, {"count", 3}, {"share", 0.25}, {"person", Id("people/p1")}});
  EXPECT_THAT(Word("time"), MatchesRegex("20..-..-..T..:..:..[.][0-9][0-9][0-9][0-9][0-9][0-9]Z"));
  EXPECT_EQ(Word("severity"), "INFO");
  EXPECT_EQ(Word("service"), "registry");
  EXPECT_EQ(Word("message"), "call served");
  EXPECT_EQ(Word("method"), "a.B/C");
  EXPECT_EQ(Word("person"), "people/p1");
  EXPECT_EQ(Line().fields().at("count").number_value(), 3);
  EXPECT_EQ(Line().fields().at("share").number_value(), 0.25);
  EXPECT_FALSE(Line().fields().contains("trace_id"));
}

TEST_F(LogTest, ALineIsFoundFromItsSpan) {
  trace::Catcher catcher;
  {
    trace::Span span("call");
    Info("inside");
  }
  const trace::FinishedSpan span = catcher.Finished().at(0);
  EXPECT_EQ(Word("trace_id"), span.trace_id);
  EXPECT_EQ(Word("span_id"), span.span_id);
  EXPECT_EQ(Word("trace_flags"), "01");
}

TEST_F(LogTest, NoValueBreaksOutOfItsString) {
  constexpr char kHostile[] = "a\"}\n{\"severity\":\"ERROR\\\x01\x7f\xe2\x80\xae\0z";
  const std::string hostile(kHostile, sizeof(kHostile) - 1);
  Info("call", {{"word", Code(hostile)}, {"id", Id(hostile)}, {hostile, 1}});
  EXPECT_EQ(Word("severity"), "INFO");
  EXPECT_EQ(Word("word").substr(0, 4), "a\"}\n");
}

TEST_F(LogTest, AFieldCannotStandForTheLinesOwn) {
  Info("call", {{"severity", Code("ERROR")}, {"trace_id", Code("1")}});
  EXPECT_EQ(Word("severity"), "INFO");
  EXPECT_EQ(Word("field_severity"), "ERROR");
  EXPECT_FALSE(Line().fields().contains("trace_id"));
}

TEST_F(LogTest, AStatusIsLoggedWithoutItsMessage) {
  Info("refused", {{"status", status::Error(absl::StatusCode::kAborted,
                                            status::Reason::REASON_CONFLICTING_CHANGE,
                                            "Mair Evans was faster")}});
  const Json status = Line().fields().at("status").struct_value();
  EXPECT_EQ(status.fields().at("code").string_value(), "ABORTED");
  EXPECT_EQ(status.fields().at("reason").string_value(), "REASON_CONFLICTING_CHANGE");
  EXPECT_THAT(Lines()[0], testing::Not(testing::HasSubstr("Mair")));
}

TEST_F(LogTest, ALongValueIsCut) {
  Info("call", {{"word", Code(std::string(100000, 'x'))}});
  EXPECT_THAT(Word("word"), SizeIs(512));
}

TEST_F(LogTest, LinesBelowTheLevelAreNotWritten) {
  Debug("unseen");
  SetLevel(Level::kError);
  Warning("unseen");
  Error("seen");
  EXPECT_EQ(Word("message"), "seen");
}

TEST_F(LogTest, ManyThreadsWriteWholeLines) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 200; ++n) Info("line", {{"n", n}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto lines = Lines();
  EXPECT_THAT(lines, SizeIs(1600));
  for (const std::string& line : lines) {
    Json json;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &json).ok()) << line;
  }
}

}  // namespace
}  // namespace telemachus::log
