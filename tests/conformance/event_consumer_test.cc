#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/metric/metric.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "tests/conformance/event_world.h"

namespace telemachus::event {
namespace {

using test::HasCode;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EventConsumerTest : public testing::TestWithParam<std::string> {
 protected:
  // A consumer that writes down what it sees.
  std::unique_ptr<Consumer> Follow(Effect effect = Notebook::Note) {
    return std::make_unique<Consumer>(ConsumerOptions(), *notebook_.database, nullptr,
                                      producer_.Fetcher(), std::move(effect));
  }

  Producer producer_{GetParam()};
  Notebook notebook_{GetParam()};
};

TEST_P(EventConsumerTest, CatchesUpWithWhatWasCommittedBefore) {
  const auto consumer = Follow();
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(), IsEmpty());
  producer_.Emit("things/a");
  producer_.Emit("things/b", 4);
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(), ElementsAre("things/a@1", "things/b@4"));
  EXPECT_EQ(consumer->Lag(), 0);
}

TEST_P(EventConsumerTest, CatchesUpOverManyAnswers) {
  constexpr int kCount = 1100;
  ASSERT_THAT(producer_.database->Transact(
                  Soon(),
                  [&](sql::Transaction& transaction) {
                    absl::Status status;
                    for (int version = 1; status.ok() && version <= kCount; ++version) {
                      status =
                          Append(transaction, Producer::ChangeOf("things/a", version), absl::Now());
                    }
                    return status;
                  }),
              IsOk());
  ASSERT_THAT(Follow()->CatchUp(Soon()), IsOk());
  EXPECT_EQ(notebook_.Numbers(), UpTo(kCount));
}

TEST_P(EventConsumerTest, AnotherProcessGoesOnWhereOneStopped) {
  producer_.Emit("things/a");
  ASSERT_THAT(Follow()->CatchUp(Soon()), IsOk());
  producer_.Emit("things/b");
  ASSERT_THAT(Follow()->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(), ElementsAre("things/a@1", "things/b@1"));
}

TEST_P(EventConsumerTest, AnEffectThatFailsAfterWritingHappensOnceInTheEnd) {
  int runs = 0;
  const auto consumer = Follow([&runs](sql::Transaction& transaction, const v1::Event& event) {
    const absl::Status noted = Notebook::Note(transaction, event);
    return ++runs <= 3 ? absl::UnavailableError("") : noted;
  });
  producer_.Emit("things/a");
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_THAT(consumer->CatchUp(Soon()), HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(notebook_.Seen(), IsEmpty());
  }
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(), ElementsAre("things/a@1"));
  EXPECT_EQ(runs, 4);
}

TEST_P(EventConsumerTest, APoisonEventParksItsResourceAloneUntilItIsCured) {
  std::atomic<bool> cured = false;
  const auto consumer = Follow([&cured](sql::Transaction& transaction, const v1::Event& event) {
    const absl::Status noted = Notebook::Note(transaction, event);
    const bool poison = event.resource() == "things/a" && event.version() == 1 && !cured;
    return poison ? absl::FailedPreconditionError("") : noted;
  });
  for (int version = 1; version <= 2; ++version) {
    producer_.Emit("things/a", version);
    producer_.Emit("things/b", version);
  }
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(), ElementsAre("things/b@1", "things/b@2"));
  EXPECT_EQ(consumer->Lag(), 0) << "parked events hold nobody up";
  constexpr char kGauge[] = "event_parked{consumer=\"notebook\",producer=\"test\"} ";
  EXPECT_THAT(metric::Scrape(), HasSubstr(absl::StrCat(kGauge, "2\n")));

  EXPECT_EQ(*consumer->RetryParked(Soon()), 0);
  cured = true;
  EXPECT_EQ(*consumer->RetryParked(Soon()), 2);
  producer_.Emit("things/a", 3);
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Seen(),
              ElementsAre("things/b@1", "things/b@2", "things/a@1", "things/a@2", "things/a@3"));
  EXPECT_THAT(metric::Scrape(), HasSubstr(absl::StrCat(kGauge, "0\n")));
}

TEST_P(EventConsumerTest, ANewEpochResynchronisesAndIsReadFromTheBeginning) {
  int resynchronised = 0;
  Consumer consumer(ConsumerOptions(), *notebook_.database, nullptr, producer_.Fetcher(),
                    Notebook::Note, [&] {
                      ++resynchronised;
                      return absl::OkStatus();
                    });
  producer_.Emit("things/a");
  producer_.Emit("things/b");
  ASSERT_THAT(consumer.CatchUp(Soon()), IsOk());
  EXPECT_EQ(resynchronised, 0) << "the first contact is no change";
  ASSERT_THAT(StartEpoch(*producer_.database, Soon()), IsOk());
  producer_.Emit("things/c");
  ASSERT_THAT(consumer.CatchUp(Soon()), IsOk());
  EXPECT_EQ(resynchronised, 1);
  EXPECT_THAT(notebook_.Numbers(), ElementsAre(1, 2, 1, 2, 3));
}

TEST_P(EventConsumerTest, AResynchronisationThatFailsIsRunAgainBeforeAnythingElse) {
  int resynchronised = 0;
  Consumer consumer(
      ConsumerOptions(), *notebook_.database, nullptr, producer_.Fetcher(), Notebook::Note,
      [&] { return ++resynchronised == 1 ? absl::UnavailableError("") : absl::OkStatus(); });
  producer_.Emit("things/a");
  ASSERT_THAT(consumer.CatchUp(Soon()), IsOk());
  ASSERT_THAT(StartEpoch(*producer_.database, Soon()), IsOk());
  EXPECT_THAT(consumer.CatchUp(Soon()), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(notebook_.Numbers(), ElementsAre(1));
  ASSERT_THAT(consumer.CatchUp(Soon()), IsOk());
  EXPECT_THAT(notebook_.Numbers(), ElementsAre(1, 1));
  EXPECT_EQ(resynchronised, 2);
}

TEST_P(EventConsumerTest, AHistoryThatEndsBeforeOurPositionIsAnError) {
  producer_.Emit("things/a");
  producer_.Emit("things/a", 2);
  const auto consumer = Follow();
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  ASSERT_THAT(
      producer_.database->Transact(
          Soon(),
          [](sql::Transaction& transaction) {
            return transaction.Execute("UPDATE event_head SET last = 1, handed = 0", {}).status();
          }),
      IsOk());
  EXPECT_THAT(consumer->CatchUp(Soon()), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(notebook_.Numbers(), UpTo(2));
}

TEST_P(EventConsumerTest, AProducerThatCannotBeAskedIsAnErrorInTime) {
  Consumer consumer(
      ConsumerOptions(), *notebook_.database, nullptr,
      [](const v1::FetchEventsRequest&) -> absl::StatusOr<v1::FetchEventsResponse> {
        return absl::UnavailableError("");
      },
      Notebook::Note);
  EXPECT_THAT(consumer.CatchUp(Soon()), HasCode(absl::StatusCode::kUnavailable));
}

TEST_P(EventConsumerTest, ManyCallersOfCatchUpEachSeeTheirOwnWriteAndShareTheWork) {
  constexpr int kCallers = 8;
  constexpr int kRounds = 10;
  std::atomic<int> fetched = 0;
  Consumer consumer(
      ConsumerOptions(), *notebook_.database, nullptr,
      [&](const v1::FetchEventsRequest& request) {
        ++fetched;
        return Fetch(*producer_.database, request, Soon());
      },
      Notebook::Note);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int round = 1; round <= kRounds; ++round) {
        producer_.Emit(absl::StrCat("things/", caller), round);
        ASSERT_THAT(consumer.CatchUp(Soon()), IsOk());
        EXPECT_THAT(notebook_.Seen(),
                    testing::Contains(absl::StrCat("things/", caller, "@", round)));
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(notebook_.Numbers(), UpTo(kCallers * kRounds));
  EXPECT_LT(fetched, kCallers * kRounds);
}

TEST_P(EventConsumerTest, TwoReplicasApplyEachEventOnce) {
  constexpr int kCount = 150;
  const auto one = Follow();
  const auto two = Follow();
  std::atomic<bool> done = false;
  std::vector<std::thread> replicas;
  for (Consumer* replica : {one.get(), two.get()}) {
    replicas.emplace_back([&done, replica] {
      while (!done) {
        const absl::Status status = replica->CatchUp(Soon());
        EXPECT_TRUE(status.ok() || absl::IsAborted(status)) << status;
      }
    });
  }
  for (int version = 1; version <= kCount; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(Eventually([&] { return notebook_.Numbers().size() >= kCount; }));
  done = true;
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(notebook_.Numbers(), UpTo(kCount));
}

TEST_P(EventConsumerTest, TheEffectBelongsToTheTraceOfTheChange) {
  trace::Catcher catcher;
  const auto consumer = Follow();
  std::string trace_id;
  {
    trace::Span change("change");
    trace_id = change.TraceId();
    producer_.Emit("things/a");
  }
  ASSERT_THAT(consumer->CatchUp(Soon()), IsOk());
  std::map<std::string, std::string> parents;  // of all spans of the trace, by name
  std::map<std::string, std::string> ids;
  for (const trace::FinishedSpan& span : catcher.Finished()) {
    if (span.trace_id != trace_id) continue;
    parents[span.name] = span.parent_span_id;
    ids[span.name] = span.span_id;
  }
  ASSERT_TRUE(ids.contains("process events:test"));
  ASSERT_TRUE(ids.contains("INSERT seen"));
  EXPECT_EQ(parents["INSERT seen"], ids["process events:test"]);
  EXPECT_NE(parents["process events:test"], "");
}

// How often rounds of a consumer failed.
int FailuresOf(const std::string& consumer) {
  const std::string scraped = metric::Scrape();
  for (const absl::string_view line : absl::StrSplit(scraped, '\n')) {
    if (!absl::StartsWith(line, "event_failures_total{") || !absl::StrContains(line, consumer)) {
      continue;
    }
    double count = 0;
    EXPECT_TRUE(absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &count)) << line;
    return static_cast<int>(count);
  }
  return 0;
}

TEST_P(EventConsumerTest, PausesLongerAfterEachFailure) {
  const auto without_tables = test::OpenFresh(GetParam());
  const std::string name = "tableless" + GetParam();
  Consumer consumer({.producer = "test", .consumer = name}, *without_tables, nullptr,
                    producer_.Fetcher(), Notebook::Note);
  const absl::Time start = absl::Now();
  consumer.Start();
  ASSERT_TRUE(Eventually([&name] { return FailuresOf(name) >= 5; }));
  consumer.Stop();
  // 50, 100, 200 and 400 ms.
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(750));
}

TEST_P(EventConsumerTest, DoesNotAskAgainAtOnceForWhatTheProducerLacks) {
  int asked = 0;
  producer_.Emit("things/a");
  Consumer consumer(
      ConsumerOptions(), *notebook_.database, nullptr,
      [&](const v1::FetchEventsRequest& request) -> absl::StatusOr<v1::FetchEventsResponse> {
        ++asked;
        auto response = producer_.Fetcher()(request);
        if (response.ok()) response->clear_events();
        return response;
      },
      Notebook::Note);
  EXPECT_THAT(consumer.CatchUp(Soon()), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_LE(asked, 3);
}

INSTANTIATE_TEST_SUITE_P(All, EventConsumerTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::event
