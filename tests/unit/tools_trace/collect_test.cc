#include <cstdio>
#include <filesystem>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"
#include "tools/trace/collector.h"
#include "tools/trace/span_file.h"

namespace telemachus::tools::trace {
namespace {

using test::HasCode;
using test::IsOk;
using ::testing::SizeIs;

constexpr int64_t kRoomy = 64 << 20;

class CollectTest : public testing::Test {
 protected:
  std::map<std::string, Line> Read(absl::string_view prefix = "") {
    std::map<std::string, Line> by_name;
    EXPECT_THAT(ReadSpans(path_, prefix, [&](Line line) { by_name[line.name()] = line; }), IsOk());
    return by_name;
  }

  test::Scratch scratch_;
  const std::string path_ = scratch_.File("traces.jsonl");
};

TEST_F(CollectTest, WhatAServiceExportsStandsInTheFile) {
  auto writer = SpanWriter::Open(path_, kRoomy);
  ASSERT_THAT(writer, IsOk());
  auto collector = Collector::Start("127.0.0.1:0", **writer);
  ASSERT_THAT(collector, IsOk());
  std::string trace_id;
  {
    telemachus::trace::ExportOptions options;
    options.service = "matching";
    options.endpoint = absl::StrCat("127.0.0.1:", (*collector)->port());
    telemachus::trace::Export out(options);
    telemachus::trace::Span call("a.B/C", telemachus::trace::Kind::kServer);
    trace_id = call.TraceId();
    telemachus::trace::Span statement("SELECT", telemachus::trace::Kind::kClient);
    statement.Set("db.response.returned_rows", 3);
    statement.Fail("UNAVAILABLE");
  }
  auto spans = Read(trace_id.substr(0, 8));
  ASSERT_THAT(spans, SizeIs(2));
  const Line& call = spans["a.B/C"];
  const Line& statement = spans["SELECT"];
  EXPECT_EQ(call.trace_id(), trace_id);
  EXPECT_EQ(call.service(), "matching");
  EXPECT_EQ(call.kind(), "SERVER");
  EXPECT_EQ(call.parent_span_id(), "");
  EXPECT_FALSE(call.failed());
  EXPECT_EQ(statement.parent_span_id(), call.span_id());
  EXPECT_TRUE(statement.failed());
  EXPECT_EQ(statement.attributes().at("error.type"), "UNAVAILABLE");
  EXPECT_EQ(statement.attributes().at("db.response.returned_rows"), "3");
  EXPECT_GE(statement.start_nanos(), call.start_nanos());
  EXPECT_LE(statement.duration_nanos(), call.duration_nanos());
}

TEST_F(CollectTest, TwoCollectorsCannotShareAnAddress) {
  auto writer = SpanWriter::Open(path_, kRoomy);
  ASSERT_THAT(writer, IsOk());
  auto collector = Collector::Start("127.0.0.1:0", **writer);
  ASSERT_THAT(collector, IsOk());
  EXPECT_THAT(Collector::Start(absl::StrCat("127.0.0.1:", (*collector)->port()), **writer),
              HasCode(absl::StatusCode::kUnavailable));
}

Line Named(int number) {
  Line line;
  line.set_trace_id(absl::StrCat("t", number % 10));
  line.set_name(absl::StrCat("span ", number));
  return line;
}

TEST_F(CollectTest, AFullFileIsPutAsideAndTheOldestGoes) {
  constexpr int64_t kBytesMax = 10'000;
  auto writer = SpanWriter::Open(path_, kBytesMax);
  ASSERT_THAT(writer, IsOk());
  for (int i = 0; i < 2000; ++i) ASSERT_THAT((*writer)->Write({Named(i)}), IsOk());
  EXPECT_LE(std::filesystem::file_size(path_), kBytesMax);
  EXPECT_LE(std::filesystem::file_size(path_ + ".1"), kBytesMax);
  const auto spans = Read();
  EXPECT_TRUE(spans.contains("span 1999"));
  EXPECT_FALSE(spans.contains("span 0"));
  EXPECT_GT(spans.size(), 100u);
}

TEST_F(CollectTest, AWriterGoesOnWhereTheLastOneEnded) {
  ASSERT_THAT((*SpanWriter::Open(path_, kRoomy))->Write({Named(1)}), IsOk());
  ASSERT_THAT((*SpanWriter::Open(path_, kRoomy))->Write({Named(2)}), IsOk());
  EXPECT_THAT(Read(), SizeIs(2));
}

TEST_F(CollectTest, ReadsOnlyTheTracesAskedForAndPassesOverWhatIsNoSpan) {
  auto writer = SpanWriter::Open(path_, kRoomy);
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT((*writer)->Write({Named(1), Named(2)}), IsOk());
  std::FILE* const file = std::fopen(path_.c_str(), "a");
  std::fputs("{\"trace_id\":\"t1\",\"na", file);
  std::fclose(file);
  EXPECT_THAT(Read("t1"), SizeIs(1));
  EXPECT_THAT(Read("t3"), SizeIs(0));
}

TEST_F(CollectTest, NoFileAndNoFolderAreSaid) {
  EXPECT_THAT(ReadSpans(path_, "", [](Line) {}), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(SpanWriter::Open(scratch_.File("no/such/folder"), kRoomy),
              HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace telemachus::tools::trace
