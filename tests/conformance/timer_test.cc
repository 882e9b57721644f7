#include <atomic>
#include <mutex>
#include <thread>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::timer {
namespace {

using testing::ElementsAre;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

class TimerTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(Migrate(*database_, "timer", Schema()), test::IsOk());
    ASSERT_THAT(Migrate(*database_, "test",
                        {sql::Migration{"0001_fired",
                                        "CREATE TABLE fired(n INTEGER NOT NULL, "
                                        "subject TEXT NOT NULL) STRICT;"}}),
                test::IsOk());
  }

  absl::Status SetAt(const std::string& subject, absl::Duration after,
                     const std::string& kind = "end") {
    return database_->Transact(Soon(), [&](sql::Transaction& transaction) {
      return Set(transaction, kind, subject, start_ + after);
    });
  }

  // Writes a row for each time it fires, so that it is seen whether effects commit.
  static absl::Status Record(sql::Transaction& transaction, const std::string& subject,
                             absl::Time) {
    return transaction
        .Execute("INSERT INTO fired(n, subject) SELECT COUNT(*), :subject FROM fired",
                 {{"subject", subject}})
        .status();
  }

  std::vector<std::string> Fired() {
    std::vector<std::string> subjects;
    EXPECT_THAT(database_->Read(Soon(),
                                [&](sql::Transaction& transaction) -> absl::Status {
                                  ASSIGN_OR_RETURN(const auto rows,
                                                   transaction.Query(
                                                       "SELECT subject FROM fired ORDER BY n", {}));
                                  subjects.clear();
                                  for (const sql::Row& row : rows) subjects.push_back(row.Text(0));
                                  return absl::OkStatus();
                                }),
                test::IsOk());
    return subjects;
  }

  const absl::Time start_ = absl::FromUnixSeconds(1767225600);
  test::FakeClock clock_{start_};
  const test::FreshTarget place_{GetParam()};
  const std::unique_ptr<sql::Database> database_ = place_.Open();
  Timers timers_{*database_, clock_, {{"end", &Record}}};
};

TEST_P(TimerTest, FiresWhatIsDueInOrderAndOnce) {
  ASSERT_THAT(SetAt("later", absl::Seconds(3)), test::IsOk());
  ASSERT_THAT(SetAt("second", absl::Seconds(2)), test::IsOk());
  ASSERT_THAT(SetAt("first", absl::Seconds(1)), test::IsOk());
  EXPECT_EQ(*timers_.FireDue(), 0);
  clock_.Advance(absl::Seconds(2));
  EXPECT_EQ(*timers_.FireDue(), 2);
  EXPECT_EQ(*timers_.FireDue(), 0);
  EXPECT_THAT(Fired(), ElementsAre("first", "second"));
}

TEST_P(TimerTest, FiresMoreThanOneBatch) {
  ASSERT_THAT(database_->Transact(Soon(),
                                  [&](sql::Transaction& transaction) {
                                    for (int i = 0; i < 230; ++i) {
                                      RETURN_IF_ERROR(Set(transaction, "end", std::to_string(i),
                                                          start_ - absl::Seconds(i / 50)));
                                    }
                                    return absl::OkStatus();
                                  }),
              test::IsOk());
  EXPECT_EQ(*timers_.FireDue(), 230);
}

TEST_P(TimerTest, ReplacesATimerOfTheSameKindAndSubject) {
  ASSERT_THAT(SetAt("s", absl::Seconds(1)), test::IsOk());
  ASSERT_THAT(SetAt("s", absl::Seconds(10)), test::IsOk());
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(*timers_.FireDue(), 0);
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(*timers_.FireDue(), 1);
}

TEST_P(TimerTest, DoesNotFireWhatWasCleared) {
  ASSERT_THAT(SetAt("s", absl::Seconds(1)), test::IsOk());
  ASSERT_THAT(
      database_->Transact(
          Soon(), [](sql::Transaction& transaction) { return Clear(transaction, "end", "s"); }),
      test::IsOk());
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(*timers_.FireDue(), 0);
}

TEST_P(TimerTest, MaySetItselfAnewWhileItFires) {
  Timers timers(
      *database_, clock_,
      {{"end", [](sql::Transaction& transaction, const std::string& subject, absl::Time now) {
          RETURN_IF_ERROR(Record(transaction, subject, now));
          return Set(transaction, "end", subject, now + absl::Hours(1));
        }}});
  ASSERT_THAT(SetAt("s", absl::ZeroDuration()), test::IsOk());
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_EQ(*timers.FireDue(), 0);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(*timers.FireDue(), 1);
}

TEST_P(TimerTest, PostponesWhatFailsLongerEachTimeAndKeepsNothingOfIt) {
  bool fail = true;
  Timers timers(
      *database_, clock_,
      {{"end", [&](sql::Transaction& transaction, const std::string& subject, absl::Time now) {
          RETURN_IF_ERROR(Record(transaction, subject, now));
          return fail && subject == "bad" ? absl::InternalError("broken") : absl::OkStatus();
        }}});
  ASSERT_THAT(SetAt("bad", absl::ZeroDuration()), test::IsOk());
  ASSERT_THAT(SetAt("good", absl::ZeroDuration()), test::IsOk());
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_THAT(Fired(), ElementsAre("good"));
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(*timers.FireDue(), 0);  // fails a second time: two seconds from now
  fail = false;
  clock_.Advance(absl::Milliseconds(1900));
  EXPECT_EQ(*timers.FireDue(), 0);
  clock_.Advance(absl::Milliseconds(100));
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_THAT(Fired(), ElementsAre("good", "bad"));
}

TEST_P(TimerTest, LeavesUnknownKindsForAProgramThatKnowsThem) {
  ASSERT_THAT(SetAt("s", absl::ZeroDuration(), "unheard"), test::IsOk());
  ASSERT_THAT(SetAt("t", absl::Microseconds(-1)), test::IsOk());
  EXPECT_EQ(*timers_.FireDue(), 1);
  EXPECT_THAT(Fired(), ElementsAre("t"));
  Timers knowing(*database_, clock_, {{"unheard", &Record}});
  EXPECT_EQ(*knowing.FireDue(), 1);
}

TEST_P(TimerTest, FiresOnceUnderTwoReplicas) {
  constexpr int kTimers = 60;
  for (int i = 0; i < kTimers; ++i) {
    ASSERT_THAT(SetAt(std::to_string(i), absl::ZeroDuration()), test::IsOk());
  }
  // Effects of both replicas meet in one row only through the timers' own rows.
  std::mutex mutex;
  std::map<std::string, int> commits;
  const auto replica = [&](sql::Database& database) {
    Timers timers(
        database, clock_,
        {{"end", [](sql::Transaction& transaction, const std::string& subject, absl::Time) {
            return transaction
                .Execute(
                    "INSERT INTO fired(n, subject) VALUES "
                    "(1, :subject)",
                    {{"subject", subject}})
                .status();
          }}});
    int fired = 0;
    for (int pass = 0; pass < 20 && fired < kTimers; ++pass) {
      const absl::StatusOr<int> now = timers.FireDue();
      ASSERT_THAT(now, test::IsOk());
      fired += *now;
    }
    const std::lock_guard lock(mutex);
    commits["all"] += fired;
  };
  const auto other = place_.Open();
  std::thread first([&] { replica(*database_); });
  std::thread second([&] { replica(*other); });
  first.join();
  second.join();
  std::vector<std::string> fired = Fired();
  EXPECT_EQ(commits["all"], kTimers);
  EXPECT_EQ(fired.size(), static_cast<size_t>(kTimers));
  std::sort(fired.begin(), fired.end());
  EXPECT_EQ(std::unique(fired.begin(), fired.end()), fired.end());
}

TEST_P(TimerTest, FiresByItselfOnceStartedAndNotAfterItStopped) {
  std::atomic<int> fired = 0;
  Timers timers(*database_, clock_,
                {{"end", [&](sql::Transaction&, const std::string&, absl::Time) {
                    ++fired;
                    return absl::OkStatus();
                  }}});
  timers.Start(absl::Milliseconds(1));
  ASSERT_THAT(SetAt("s", absl::ZeroDuration()), test::IsOk());
  const absl::Time limit = Soon();
  while (fired == 0 && absl::Now() < limit) absl::SleepFor(absl::Milliseconds(1));
  timers.Stop();
  EXPECT_EQ(fired, 1);
  ASSERT_THAT(SetAt("t", absl::ZeroDuration()), test::IsOk());
  EXPECT_EQ(*timers.FireDue(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, TimerTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::timer
