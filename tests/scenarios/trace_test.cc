// One request and all that follows from it, in every service, is one tree of spans.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/trace/export.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/event/v1/event.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/engines.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using testing::Contains;
using testing::Key;
using testing::Pair;
using trace::FinishedSpan;

constexpr char kApprove[] = "telemachus.matching.v1.MatchService/ApproveMatch";
constexpr char kFacts[] = "telemachus.matching.v1.MatchFactsService/BatchGetMatchFacts";

std::map<std::string, std::string> AttributesOf(const FinishedSpan& span) {
  return {span.attributes.begin(), span.attributes.end()};
}

// The spans of one trace.
class Tree {
 public:
  explicit Tree(std::vector<FinishedSpan> spans) : spans_(std::move(spans)) {}

  const std::vector<FinishedSpan>& spans() const { return spans_; }
  std::vector<FinishedSpan> Named(const std::string& name) const {
    std::vector<FinishedSpan> named;
    std::copy_if(spans_.begin(), spans_.end(), std::back_inserter(named),
                 [&](const FinishedSpan& span) { return span.name == name; });
    return named;
  }
  // Null if the parent was not caught.
  const FinishedSpan* ParentOf(const FinishedSpan& span) const {
    for (const FinishedSpan& other : spans_) {
      if (other.span_id == span.parent_span_id) return &other;
    }
    return nullptr;
  }
  // Whether every parent has ended and was caught.
  bool IsWhole() const {
    return std::all_of(spans_.begin(), spans_.end(), [this](const FinishedSpan& span) {
      return span.parent_span_id.empty() || ParentOf(span) != nullptr;
    });
  }
  // The names from the span up to its root.
  std::vector<std::string> Line(const FinishedSpan& span) const {
    std::vector<std::string> names = {span.name};
    for (const FinishedSpan* at = ParentOf(span); at != nullptr; at = ParentOf(*at)) {
      names.push_back(at->name);
    }
    return names;
  }

 private:
  std::vector<FinishedSpan> spans_;
};

class TraceTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    journey_.UpToApproval();
    ASSERT_FALSE(HasFailure());
    AwaitHandedOver();
    matching::v1::ApproveMatchRequest approve;
    approve.set_name(journey_.match());
    journey_.Does<matching::v1::Match>("officer", "matching.v1.MatchService/ApproveMatch", approve);
    journey_.FindAgreement();
    ASSERT_FALSE(HasFailure());
  }
  // Waits until all events of matching so far are in the stream: what is handed over together can
  // be part of one trace alone.
  void AwaitHandedOver() {
    const time::SystemClock clock;
    const access::Signer evaluation = town_.SignerOf("evaluation", clock);
    const auto channel =
        rpc::OpenChannel(town_.target("matching"), rpc::AsService(evaluation, "matching"));
    const absl::Time end = absl::Now() + kPatience;
    for (int64_t handed = -1, head = 0; handed != head && absl::Now() < end;) {
      head = channel
                 ->Unary<event::v1::FetchEventsResponse>(
                     "/telemachus.event.v1.EventService/FetchEvents",
                     event::v1::FetchEventsRequest(), end)
                 .value()
                 .head();
      handed = 0;
      for (const FinishedSpan& span : spans_.Finished()) {
        int64_t count = 0;
        if (span.name == "send events:matching" &&
            absl::SimpleAtoi(AttributesOf(span)["messaging.batch.message_count"], &count)) {
          handed += count;
        }
      }
    }
  }
  // The tree of the approval, once the consumers are through with its event.
  Tree AwaitTree() {
    for (const absl::Time end = absl::Now() + kPatience;; absl::SleepFor(absl::Milliseconds(20))) {
      const std::vector<FinishedSpan> all = spans_.Finished();
      // The client's own span is in its own trace: the gateway trusts nobody's.
      const auto gateway = std::find_if(all.begin(), all.end(), [](const FinishedSpan& span) {
        return span.name == kApprove && span.parent_span_id.empty() &&
               AttributesOf(span).count("server.address") == 0;
      });
      std::vector<FinishedSpan> mine;
      for (const FinishedSpan& span : all) {
        if (gateway != all.end() && span.trace_id == gateway->trace_id) mine.push_back(span);
      }
      Tree tree(std::move(mine));
      if ((tree.Named("process events:matching").size() >= 2 &&
           !tree.Named("send events:matching").empty() && tree.IsWhole()) ||
          absl::Now() > end) {
        return tree;
      }
    }
  }

  const trace::Catcher spans_;
  test::Town town_{test::TownOptions{.engine = GetParam()}};
  Journey journey_{town_.callers()};
};

TEST_P(TraceTest, IsOneTreeFromTheGatewayToTheEffectElsewhere) {
  const Tree tree = AwaitTree();
  int roots = 0;
  for (const FinishedSpan& span : tree.spans()) {
    if (span.parent_span_id.empty()) {
      ++roots;
    } else {
      EXPECT_NE(tree.ParentOf(span), nullptr) << span.name << " hangs on nothing";
    }
  }
  EXPECT_EQ(roots, 1);
  // Gateway: served, and called; matching: served.
  EXPECT_EQ(tree.Named(kApprove).size(), 3U);
  // Handed over through Redis.
  const auto sent = tree.Named("send events:matching");
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(tree.Line(sent[0]),
            (std::vector<std::string>{"send events:matching", kApprove, kApprove, kApprove}));
  std::set<std::string> senders;
  for (const FinishedSpan& added : tree.Named("XADD")) {
    senders.insert(tree.ParentOf(added)->name);
  }
  EXPECT_THAT(senders, Contains("send events:matching"));
  // And the draft that agreement writes of it, with what it asks for meanwhile.
  const auto asked = tree.Named(kFacts);
  ASSERT_EQ(asked.size(), 2U);
  for (const FinishedSpan& span : asked) {
    EXPECT_THAT(tree.Line(span), Contains("process events:matching"));
  }
  const auto drafted = tree.Named("INSERT agreements");
  ASSERT_EQ(drafted.size(), 1U);
  EXPECT_EQ(tree.Line(drafted[0]),
            (std::vector<std::string>{"INSERT agreements", "process events:matching", kApprove,
                                      kApprove, kApprove}));
}

TEST_P(TraceTest, NamesSpansAsTheConventionsOfTodayDo) {
  const Tree tree = AwaitTree();
  int rpc = 0;
  int sql = 0;
  for (const FinishedSpan& span : tree.spans()) {
    const auto attributes = AttributesOf(span);
    for (const char* old : {"rpc.system", "rpc.service", "rpc.grpc.status_code", "db.system",
                            "db.statement", "db.operation", "db.sql.table"}) {
      EXPECT_EQ(attributes.count(old), 0U) << span.name << " has " << old;
    }
    for (const auto& [key, value] : attributes) {
      EXPECT_FALSE(absl::StartsWith(key, "db.query.parameter")) << span.name;
    }
    if (absl::StartsWith(span.name, "telemachus.")) {
      ++rpc;
      EXPECT_THAT(attributes, Contains(Pair("rpc.system.name", "grpc")));
      EXPECT_THAT(attributes, Contains(Pair("rpc.method", span.name)));
      EXPECT_THAT(attributes, Contains(Pair("rpc.status_code", "OK")));
      EXPECT_EQ(attributes.count("error.type"), 0U);
    } else if (attributes.count("db.query.summary") == 1) {
      ++sql;
      EXPECT_THAT(attributes, Contains(Pair("db.query.summary", span.name)));
      EXPECT_THAT(attributes, Contains(Key("db.operation.name")));
      EXPECT_THAT(attributes, Contains(Pair("db.system.name",
                                            GetParam() == "SQLite" ? "sqlite" : "postgresql")));
    }
  }
  EXPECT_GE(rpc, 5);
  EXPECT_GE(sql, 10);
  const auto added = AttributesOf(tree.Named("XADD").at(0));
  EXPECT_THAT(added, Contains(Pair("db.system.name", "redis")));
  EXPECT_THAT(added, Contains(Pair("db.operation.name", "XADD")));
  EXPECT_EQ(added.count("db.query.text"), 0U);
}

INSTANTIATE_TEST_SUITE_P(All, TraceTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::scenario
