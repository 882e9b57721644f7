#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/conformance/event_world.h"

namespace telemachus::event {
namespace {

using test::IsOk;

// A producer and a consumer with threads of their own and a Redis between them.
class EventStreamTest : public testing::TestWithParam<std::string> {
 protected:
  void Start(absl::Duration head_interval = kNever, Effect effect = Notebook::Note) {
    relay_ = std::make_unique<Relay>("test", *producer_.database, redis_.get());
    relay_->Start(absl::Milliseconds(5));
    consumer_ = std::make_unique<Consumer>(
        ConsumerOptions(head_interval), *notebook_.database, redis_.get(),
        [this](const v1::FetchEventsRequest& request) {
          ++fetched_;
          return Fetch(*producer_.database, request, Soon());
        },
        std::move(effect));
    consumer_->Start();
    // The first look at the head is over.
    ASSERT_TRUE(Eventually([this] { return fetched_ >= 2; }));
  }

  bool SeesUpTo(int64_t count) {
    return Eventually([&] { return notebook_.Numbers() == UpTo(count); });
  }

  test::PrivateRedis server_;
  std::unique_ptr<redis::Client> redis_ = OpenRedis(server_);
  Producer producer_{GetParam()};
  Notebook notebook_{GetParam()};
  std::atomic<int> fetched_ = 0;
  std::unique_ptr<Relay> relay_;
  std::unique_ptr<Consumer> consumer_;
};

TEST_P(EventStreamTest, TheStreamAloneDelivers) {
  Start();
  ASSERT_TRUE(SeesUpTo(0));
  const int fetched = fetched_;
  for (int version = 1; version <= 20; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(SeesUpTo(20));
  EXPECT_EQ(fetched_, fetched) << "nothing was missing";
  EXPECT_EQ(consumer_->Lag(), 0);
}

TEST_P(EventStreamTest, AnEventThatIsMissingFromTheStreamIsFetchedAtTheNext) {
  Start();
  producer_.Emit("things/a", 1);
  ASSERT_TRUE(SeesUpTo(1));
  relay_->Stop();
  Relay deaf("test", *producer_.database, nullptr);
  producer_.Emit("things/a", 2);
  ASSERT_EQ(*deaf.RunOnce(), 1);
  relay_->Start(absl::Milliseconds(5));
  producer_.Emit("things/a", 3);
  EXPECT_TRUE(SeesUpTo(3));
}

TEST_P(EventStreamTest, WhatTheStreamRepeatsOrSwapsHappensOnce) {
  producer_.Emit("things/a", 1);
  producer_.Emit("things/a", 2);
  const std::vector<v1::Event> events = producer_.History();
  Start();
  ASSERT_TRUE(SeesUpTo(2));
  for (const size_t i : {1, 0, 1, 1, 0}) {
    ASSERT_THAT(
        redis_->Command({"XADD", "{events:test}", "*", "event", events[i].SerializeAsString()}),
        IsOk());
  }
  producer_.Emit("things/a", 3);
  EXPECT_TRUE(SeesUpTo(3));
}

TEST_P(EventStreamTest, LosingAllOfRedisInTheMiddleLosesNothing) {
  constexpr int kCount = 200;
  Start(absl::Milliseconds(100));
  for (int version = 1; version <= kCount; ++version) {
    if (version % 20 == 0) server_.Flush();
    producer_.Emit("things/a", version);
  }
  EXPECT_TRUE(SeesUpTo(kCount));
}

TEST_P(EventStreamTest, ARedisThatIsKilledAndComesBackOnlyDelays) {
  Start(absl::Milliseconds(100));
  producer_.Emit("things/a", 1);
  ASSERT_TRUE(SeesUpTo(1));
  server_.Kill();
  for (int version = 2; version <= 10; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(SeesUpTo(10)) << "without Redis";
  server_.Start();
  ASSERT_TRUE(Eventually([this] { return redis_->Command({"PING"}).ok(); }));
  for (int version = 11; version <= 20; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(SeesUpTo(20));
  EXPECT_TRUE(Eventually([&] {
    const auto length = redis_->Command({"XLEN", "{events:test}"});
    return length.ok() && length->integer > 0;
  })) << "the stream is in use again";
}

TEST_P(EventStreamTest, NoRedisAtAllOnlyDelays) {
  redis_.reset();
  Start(absl::Milliseconds(50));
  for (int version = 1; version <= 10; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(SeesUpTo(10));
}

TEST_P(EventStreamTest, AnEffectThatFailsForAWhileIsRunAgainByTheThread) {
  std::atomic<int> runs = 0;
  Start(kNever, [&runs](sql::Transaction& transaction, const v1::Event& event) {
    const absl::Status noted = Notebook::Note(transaction, event);
    return ++runs <= 3 ? absl::UnavailableError("") : noted;
  });
  producer_.Emit("things/a", 1);
  producer_.Emit("things/a", 2);
  EXPECT_TRUE(SeesUpTo(2));
}

TEST_P(EventStreamTest, TwoReplicasOnOneStreamApplyEachEventOnce) {
  constexpr int kCount = 200;
  Start(absl::Milliseconds(100));
  Consumer replica(ConsumerOptions(absl::Milliseconds(100)), *notebook_.database, redis_.get(),
                   producer_.Fetcher(), Notebook::Note);
  replica.Start();
  for (int version = 1; version <= kCount; ++version) producer_.Emit("things/a", version);
  EXPECT_TRUE(SeesUpTo(kCount));
  replica.Stop();
  consumer_->Stop();
  EXPECT_EQ(notebook_.Numbers(), UpTo(kCount));
}

INSTANTIATE_TEST_SUITE_P(All, EventStreamTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::event
