#include "common/trace/span.h"

#include <map>
#include <memory>
#include <thread>

#include "common/trace/export.h"
#include "common/trace/names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::trace {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kRemote[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr char kUnsampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
constexpr char kRemoteTrace[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kRemoteSpan[] = "b7ad6b7169203331";

std::map<std::string, FinishedSpan> ByName(const Catcher& catcher) {
  std::map<std::string, FinishedSpan> by_name;
  for (const FinishedSpan& span : catcher.Finished()) by_name[span.name] = span;
  return by_name;
}

TEST(SpanTest, WithoutAReceiverThereAreNoIds) {
  Span span("idle", Kind::kServer, kRemote);
  span.Set("a", "b");
  span.Link(kRemote);
  EXPECT_EQ(span.TraceParent(), "");
  EXPECT_EQ(CurrentTraceId(), "");
  EXPECT_TRUE(span.End(absl::OkStatus()).ok());
}

TEST(SpanTest, NestedSpansAreChildrenOfTheThreadsCurrentOne) {
  Catcher catcher;
  {
    Span outer("outer");
    EXPECT_EQ(CurrentTraceParent(), outer.TraceParent());
    {
      Span inner("inner");
      EXPECT_EQ(CurrentTraceId(), outer.TraceId());
      EXPECT_EQ(CurrentTraceParent(), inner.TraceParent());
    }
    EXPECT_EQ(CurrentTraceParent(), outer.TraceParent());
  }
  EXPECT_EQ(CurrentTraceParent(), "");
  EXPECT_EQ(CurrentSpanId(), "");
  auto spans = ByName(catcher);
  EXPECT_EQ(spans["inner"].parent_span_id, spans["outer"].span_id);
  EXPECT_EQ(spans["inner"].trace_id, spans["outer"].trace_id);
  EXPECT_EQ(spans["outer"].parent_span_id, "");
}

TEST(SpanTest, ARemoteParentIsGoneOnFrom) {
  Catcher catcher;
  { Span span("served", Kind::kServer, kRemote); }
  const auto spans = catcher.Finished();
  ASSERT_THAT(spans, SizeIs(1));
  EXPECT_EQ(spans[0].trace_id, kRemoteTrace);
  EXPECT_EQ(spans[0].parent_span_id, kRemoteSpan);
}

TEST(SpanTest, AMalformedRemoteParentMakesARootEvenInsideAnotherSpan) {
  Catcher catcher;
  {
    Span outer("outer");
    Span root("root", Kind::kServer, "00-nonsense");
    EXPECT_NE(root.TraceId(), outer.TraceId());
  }
  EXPECT_EQ(ByName(catcher)["root"].parent_span_id, "");
}

TEST(SpanTest, ATraceThatItsCallerDoesNotKeepIsNotKeptButPassedOn) {
  Catcher catcher;
  {
    Span span("served", Kind::kServer, kUnsampled);
    Span child("child");
    EXPECT_EQ(child.TraceId(), kRemoteTrace);
  }
  // The catcher keeps every span; an Export's sampler follows the parent (see export_test).
  EXPECT_THAT(catcher.Finished(), SizeIs(2));
}

TEST(SpanTest, AServersSpanFailsByTheServersFaultsOnly) {
  Catcher catcher;
  for (const auto kind : {Kind::kServer, Kind::kClient}) {
    const std::string name = kind == Kind::kServer ? "server" : "client";
    {
      Span span(name + " absent", kind);
      EXPECT_EQ(span.End(absl::NotFoundError("a person's name")).message(), "a person's name");
    }
    {
      Span span(name + " broken", kind);
      (void)span.End(absl::UnavailableError(""));
    }
  }
  auto spans = ByName(catcher);
  EXPECT_EQ(spans["server absent"].status, "UNSET");
  EXPECT_THAT(spans["server absent"].attributes, Not(Contains(Key(names::kErrorType))));
  EXPECT_EQ(spans["server broken"].status, "ERROR");
  EXPECT_THAT(spans["server broken"].attributes, Contains(Pair(names::kErrorType, "UNAVAILABLE")));
  EXPECT_EQ(spans["client absent"].status, "ERROR");
  EXPECT_THAT(spans["client absent"].attributes, Contains(Pair(names::kErrorType, "NOT_FOUND")));
}

TEST(SpanTest, SaysItsAttributesAndLinks) {
  Catcher catcher;
  {
    Span span("call");
    span.Set(names::kRpcMethod, "a.B/C");
    span.Set(names::kServerPort, 443);
    span.Link(kRemote);
    span.Link("nonsense");
  }
  EXPECT_THAT(catcher.Finished()[0].attributes,
              testing::ElementsAre(Pair(names::kRpcMethod, "a.B/C"), Pair("server.port", "443"),
                                   Pair(names::kLinkedTraceIds, kRemoteTrace)));
}

TEST(SpanTest, ADetachedSpanEndsOnAnotherThreadWithChildrenThere) {
  Catcher catcher;
  auto span = std::make_unique<Span>("call");
  const std::string parent = span->TraceParent();
  span->Detach();
  EXPECT_EQ(CurrentTraceParent(), "");
  std::thread([span = std::move(span), parent]() mutable {
    {
      Scope scope(parent);
      EXPECT_EQ(CurrentTraceParent(), parent);
      Span child("child");
    }
    EXPECT_EQ(CurrentTraceParent(), "");
    span.reset();
  }).join();
  auto spans = ByName(catcher);
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans["child"].parent_span_id, spans["call"].span_id);
  EXPECT_EQ(spans["child"].trace_id, spans["call"].trace_id);
}

TEST(SpanTest, AScopeOfAMalformedParentLeavesTheThreadAsItWas) {
  Catcher catcher;
  Span span("outer");
  Scope scope("00-nonsense");
  EXPECT_EQ(CurrentTraceParent(), span.TraceParent());
}

TEST(SpanTest, ACatcherSeesOnlyItsOwnTime) {
  {
    Catcher first;
    Span span("first");
  }
  Catcher second;
  EXPECT_THAT(second.Finished(), IsEmpty());
}

}  // namespace
}  // namespace telemachus::trace
