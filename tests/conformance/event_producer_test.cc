#include <latch>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/conformance/event_world.h"

namespace telemachus::event {
namespace {

using test::HasCode;
using test::IsOk;
using testing::ElementsAre;

class EventProducerTest : public testing::TestWithParam<std::string> {
 protected:
  Producer producer_{GetParam()};
};

std::vector<int64_t> NumbersOf(const std::vector<v1::Event>& events) {
  std::vector<int64_t> numbers;
  for (const v1::Event& event : events) numbers.push_back(event.number());
  return numbers;
}

std::vector<std::string> ResourcesOf(const std::vector<v1::Event>& events) {
  std::vector<std::string> resources;
  for (const v1::Event& event : events) resources.push_back(event.resource());
  return resources;
}

TEST_P(EventProducerTest, TellsWhatHappenedInTheOrderOfWriting) {
  const absl::Time now = absl::FromUnixMicros(1'700'000'000'123'456);
  ASSERT_THAT(producer_.database->Transact(
                  Soon(),
                  [&](sql::Transaction& transaction) {
                    for (const char* resource : {"things/c", "things/a", "things/b"}) {
                      const absl::Status status =
                          Append(transaction, Producer::ChangeOf(resource, 7), now);
                      if (!status.ok()) return status;
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
  const std::vector<v1::Event> events = producer_.History();
  EXPECT_THAT(ResourcesOf(events), ElementsAre("things/c", "things/a", "things/b"));
  EXPECT_EQ(NumbersOf(events), UpTo(3));
  EXPECT_EQ(events[0].type(), "test.thing.changed");
  EXPECT_EQ(events[0].version(), 7);
  EXPECT_EQ(events[0].codes().at("state"), "OPEN");
  EXPECT_EQ(events[0].event_time().seconds(), 1'700'000'000);
  EXPECT_EQ(events[0].event_time().nanos(), 123'456'000);
  EXPECT_EQ(events[0].epoch().size(), 26u);
}

TEST_P(EventProducerTest, AChangeThatIsRolledBackTellsNothing) {
  EXPECT_THAT(producer_.database->Transact(
                  Soon(),
                  [&](sql::Transaction& transaction) {
                    EXPECT_THAT(Append(transaction, Producer::ChangeOf("things/a", 1), absl::Now()),
                                IsOk());
                    return absl::CancelledError("");
                  }),
              HasCode(absl::StatusCode::kCancelled));
  producer_.Emit("things/b");
  EXPECT_THAT(ResourcesOf(producer_.History()), ElementsAre("things/b"));
  EXPECT_EQ(NumbersOf(producer_.History()), UpTo(1));
}

TEST_P(EventProducerTest, RefusesAnEventThatIsNotThin) {
  Change fat = Producer::ChangeOf("things/a", 1);
  fat.codes["text"] = std::string(3000, 'x');
  EXPECT_THAT(producer_.database->Transact(Soon(),
                                           [&](sql::Transaction& transaction) {
                                             return Append(transaction, fat, absl::Now());
                                           }),
              HasCode(absl::StatusCode::kInternal));
}

TEST_P(EventProducerTest, NumbersWithoutGapsUnderTwoRelaysAndManyWriters) {
  constexpr int kWriters = 4;
  constexpr int kEach = 50;
  Relay one("test", *producer_.database, nullptr);
  Relay two("test", *producer_.database, nullptr);
  one.Start(absl::Milliseconds(1));
  two.Start(absl::Milliseconds(1));
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer] {
      for (int version = 1; version <= kEach; ++version) {
        producer_.Emit(absl::StrCat("things/", writer), version);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  one.Stop();
  two.Stop();
  const std::vector<v1::Event> events = producer_.History();
  EXPECT_EQ(NumbersOf(events), UpTo(kWriters * kEach));
  std::map<std::string, int64_t> versions;
  for (const v1::Event& event : events) {
    EXPECT_EQ(event.version(), ++versions[event.resource()]) << event.resource();
  }
}

TEST_P(EventProducerTest, TwoRelaysThatMeetAtTheHeadNumberEachRowOnce) {
  constexpr int kRounds = 20;
  Relay one("test", *producer_.database, nullptr);
  Relay two("test", *producer_.database, nullptr);
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 3; ++i) producer_.Emit("things/a", 3 * round + i + 1);
    std::latch start(2);
    const auto run = [&start](Relay& relay) {
      start.arrive_and_wait();
      const auto handed = relay.RunOnce();
      EXPECT_TRUE(handed.ok() || absl::IsAborted(handed.status())) << handed.status();
    };
    std::thread other([&] { run(two); });
    run(one);
    other.join();
  }
  EXPECT_EQ(NumbersOf(producer_.History()), UpTo(3 * kRounds));
}

TEST_P(EventProducerTest, ATransactionThatCommitsLateIsNotSkipped) {
  if (GetParam() == "SQLite") GTEST_SKIP() << "SQLite has one writer at a time";
  std::latch appended(1);
  std::latch release(1);
  std::thread late([&] {
    const absl::Status status =
        producer_.database->Transact(Soon(), [&](sql::Transaction& transaction) {
          const absl::Status status =
              Append(transaction, Producer::ChangeOf("things/late", 1), absl::Now());
          if (appended.try_wait()) return status;  // runs again
          appended.count_down();
          release.wait();
          return status;
        });
    EXPECT_THAT(status, IsOk());
  });
  appended.wait();
  producer_.Emit("things/early");
  EXPECT_THAT(ResourcesOf(producer_.History()), ElementsAre("things/early"));
  release.count_down();
  late.join();
  EXPECT_THAT(ResourcesOf(producer_.History()), ElementsAre("things/early", "things/late"));
  EXPECT_EQ(NumbersOf(producer_.History()), UpTo(2));
}

TEST_P(EventProducerTest, AnswersInPagesAndWithTheHeadAlone) {
  for (int version = 1; version <= 5; ++version) producer_.Emit("things/a", version);
  v1::FetchEventsRequest request;
  const auto head = Fetch(*producer_.database, request, Soon());
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->head(), 5);
  EXPECT_EQ(head->events_size(), 0);
  request.set_epoch(head->epoch());
  request.set_after(2);
  request.set_limit(2);
  const auto page = Fetch(*producer_.database, request, Soon());
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(NumbersOf({page->events().begin(), page->events().end()}), ElementsAre(3, 4));
}

TEST_P(EventProducerTest, NumbersMoreThanOneBatch) {
  constexpr int kCount = 1234;
  ASSERT_THAT(producer_.database->Transact(
                  Soon(),
                  [&](sql::Transaction& transaction) {
                    for (int version = 1; version <= kCount; ++version) {
                      const absl::Status status =
                          Append(transaction, Producer::ChangeOf("things/a", version), absl::Now());
                      if (!status.ok()) return status;
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
  Relay relay("test", *producer_.database, nullptr);
  const auto handed = relay.RunOnce();
  ASSERT_THAT(handed, IsOk());
  EXPECT_EQ(*handed, kCount);
  EXPECT_EQ(*relay.RunOnce(), 0);
  const auto head = Fetch(*producer_.database, v1::FetchEventsRequest(), Soon());
  EXPECT_EQ(head->head(), kCount);
}

TEST_P(EventProducerTest, RefusesAPositionOfAnotherHistory) {
  producer_.Emit("things/a");
  v1::FetchEventsRequest request;
  request.set_epoch(producer_.History()[0].epoch());
  request.set_after(2);
  EXPECT_THAT(Fetch(*producer_.database, request, Soon()),
              HasCode(absl::StatusCode::kFailedPrecondition));
  request.set_after(1);
  EXPECT_THAT(Fetch(*producer_.database, request, Soon()), IsOk());
  ASSERT_THAT(StartEpoch(*producer_.database, Soon()), IsOk());
  EXPECT_THAT(Fetch(*producer_.database, request, Soon()),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

INSTANTIATE_TEST_SUITE_P(All, EventProducerTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::event
