#include "common/rpc/executor.h"

#include <atomic>
#include <future>
#include <memory>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::rpc {
namespace {

const std::function<void()> kNothing = [] {};

// Occupies the only thread until told otherwise.
class Blocker {
 public:
  explicit Blocker(Executor& executor) {
    executor.Submit(
        absl::InfiniteFuture(),
        [this] {
          began_.Notify();
          released_.WaitForNotification();
        },
        kNothing);
    began_.WaitForNotification();
  }
  void Release() { released_.Notify(); }

 private:
  absl::Notification began_, released_;
};

TEST(ExecutorTest, RunsWorkAtOnceOnSeveralThreads) {
  Executor executor(3, 10);
  std::atomic<int> arrived{0};
  absl::Notification all;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(executor.Submit(
        absl::InfiniteFuture(),
        [&] {
          if (++arrived == 3) all.Notify();
          all.WaitForNotification();
        },
        kNothing));
  }
  EXPECT_TRUE(all.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST(ExecutorTest, RefusesAtOnceWhenTheQueueIsFull) {
  std::atomic<int> ran{0};
  {
    Executor executor(1, 2);
    Blocker blocker(executor);
    const auto run = [&ran] { ++ran; };
    EXPECT_TRUE(executor.Submit(absl::InfiniteFuture(), run, kNothing));
    EXPECT_TRUE(executor.Submit(absl::InfiniteFuture(), run, kNothing));
    EXPECT_EQ(executor.queued(), 2u);
    EXPECT_FALSE(executor.Submit(absl::InfiniteFuture(), run, kNothing));
    blocker.Release();
    EXPECT_TRUE(executor.AwaitIdle(absl::Seconds(10)));
    EXPECT_TRUE(executor.Submit(absl::InfiniteFuture(), run, kNothing));
  }
  EXPECT_EQ(ran, 3);
}

TEST(ExecutorTest, DropsWorkWhoseTimeRanOutInTheQueue) {
  std::atomic<int> ran{0}, expired{0};
  {
    Executor executor(1, 10);
    Blocker blocker(executor);
    const absl::Time deadline = absl::Now() + absl::Milliseconds(5);
    executor.Submit(
        deadline, [&] { ++ran; }, [&] { ++expired; });
    executor.Submit(
        absl::InfiniteFuture(), [&] { ++ran; }, [&] { ++expired; });
    while (absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(1));
    blocker.Release();
  }
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(expired, 1);
}

TEST(ExecutorTest, FinishesWhatIsQueuedBeforeItEnds) {
  std::atomic<int> ran{0};
  {
    Executor executor(2, 1000);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(executor.Submit(
          absl::InfiniteFuture(), [&] { ++ran; }, kNothing));
    }
  }
  EXPECT_EQ(ran, 500);
}

TEST(ExecutorTest, TellsWhenItIsIdle) {
  Executor executor(1, 10);
  EXPECT_TRUE(executor.AwaitIdle(absl::ZeroDuration()));
  Blocker blocker(executor);
  EXPECT_EQ(executor.running(), 1);
  EXPECT_FALSE(executor.AwaitIdle(absl::Milliseconds(10)));
  blocker.Release();
  EXPECT_TRUE(executor.AwaitIdle(absl::Seconds(10)));
}

TEST(ExecutorTest, LetsGoOfWorkBeforeItCountsAsDone) {
  Executor executor(1, 10);
  const auto held = std::make_shared<int>(0);
  executor.Submit(
      absl::InfiniteFuture(), [held] {}, kNothing);
  ASSERT_TRUE(executor.AwaitIdle(absl::Seconds(10)));
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace telemachus::rpc
