#include "common/access/directory.h"

#include <functional>
#include <future>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/sync/mutex.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::access {
namespace {

using test::HasCode;
using test::IsOk;

// Answers as it is told, and counts.
class CountingDirectory final : public Directory {
 public:
  absl::StatusOr<v1::Caller> Resolve(absl::string_view, absl::string_view subject,
                                     absl::Time) override {
    ++asked;
    before_answer();
    if (!error.ok()) return error;
    v1::Caller caller;
    caller.set_person("people/" + std::string(subject));
    return caller;
  }
  int asked = 0;
  absl::Status error;
  std::function<void()> before_answer = [] {};
};

class CachedDirectoryTest : public testing::Test {
 protected:
  absl::StatusOr<v1::Caller> Resolve(absl::string_view subject) {
    return cached_.Resolve("https://issuer", subject, absl::InfiniteFuture());
  }
  CountingDirectory source_;
  test::FakeClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  CachedDirectory cached_{source_, clock_, absl::Seconds(5), 3};
};

TEST_F(CachedDirectoryTest, AsksOnceInFiveSeconds) {
  ASSERT_THAT(Resolve("p1"), IsOk());
  clock_.Advance(absl::Milliseconds(4999));
  EXPECT_EQ(Resolve("p1")->person(), "people/p1");
  EXPECT_EQ(source_.asked, 1);
  clock_.Advance(absl::Milliseconds(1));
  ASSERT_THAT(Resolve("p1"), IsOk());
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(CachedDirectoryTest, CountsTheAgeFromTheQuestion) {
  source_.before_answer = [this] { clock_.Advance(absl::Seconds(4)); };
  ASSERT_THAT(Resolve("p1"), IsOk());
  source_.before_answer = [] {};
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(Resolve("p1"), IsOk());
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(CachedDirectoryTest, RemembersNoErrors) {
  source_.error = absl::UnavailableError("down");
  EXPECT_THAT(Resolve("p1"), HasCode(absl::StatusCode::kUnavailable));
  source_.error = absl::OkStatus();
  EXPECT_THAT(Resolve("p1"), IsOk());
}

TEST_F(CachedDirectoryTest, ForgetsAllWhenSomebodyChanged) {
  ASSERT_THAT(Resolve("p1"), IsOk());
  cached_.Clear();
  ASSERT_THAT(Resolve("p1"), IsOk());
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(CachedDirectoryTest, KeepsNoAnswerThatAChangeOvertook) {
  source_.before_answer = [this] { cached_.Clear(); };
  ASSERT_THAT(Resolve("p1"), IsOk());
  source_.before_answer = [] {};
  ASSERT_THAT(Resolve("p1"), IsOk());
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(CachedDirectoryTest, LetsTheOldestGoFirst) {
  for (const char* subject : {"p1", "p2", "p3", "p4"}) {
    ASSERT_THAT(Resolve(subject), IsOk());
    clock_.Advance(absl::Milliseconds(1));
  }
  ASSERT_EQ(source_.asked, 4);
  for (const char* subject : {"p2", "p3", "p4"}) ASSERT_THAT(Resolve(subject), IsOk());
  EXPECT_EQ(source_.asked, 4);
  ASSERT_THAT(Resolve("p1"), IsOk());
  EXPECT_EQ(source_.asked, 5);
}

TEST_F(CachedDirectoryTest, TellsIssuersApart) {
  ASSERT_THAT(Resolve("p1"), IsOk());
  ASSERT_THAT(cached_.Resolve("https://other", "p1", absl::InfiniteFuture()), IsOk());
  EXPECT_EQ(source_.asked, 2);
}

// Holds every question until it is let go, and then answers it.
class HoldingDirectory final : public Directory {
 public:
  absl::StatusOr<v1::Caller> Resolve(absl::string_view, absl::string_view, absl::Time) override {
    sync::Lock lock(mutex_);
    const int number = ++asked_;
    changed_.NotifyAll();
    while (answered_ < number) changed_.Wait(mutex_);
    if (!error.ok() && number == 1) return error;
    v1::Caller caller;
    caller.set_person("people/answer" + std::to_string(number));
    return caller;
  }
  // Waits until so many were asked, at most for `patience`; returns how many were.
  int WaitForQuestions(int count, absl::Duration patience) {
    const absl::Time end = absl::Now() + patience;
    sync::Lock lock(mutex_);
    while (asked_ < count && absl::Now() < end) changed_.WaitFor(mutex_, end - absl::Now());
    return asked_;
  }
  // Lets the first so many go.
  void Answer(int count) {
    sync::Lock lock(mutex_);
    answered_ = count;
    changed_.NotifyAll();
  }
  absl::Status error;  // of the first; set before the question

 private:
  sync::Mutex mutex_;
  sync::Condition changed_;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  int answered_ ABSL_GUARDED_BY(mutex_) = 0;
};

constexpr absl::Duration kPatience = absl::Seconds(30);
// Long enough for a question that must not be asked to be asked.
constexpr absl::Duration kWhile = absl::Milliseconds(100);

class SharedQuestionTest : public testing::Test {
 protected:
  // Asks on another thread.
  std::future<absl::StatusOr<v1::Caller>> Ask(absl::Duration time = kPatience) {
    return std::async(std::launch::async, [this, time] {
      return cached_.Resolve("https://issuer", "p1", absl::Now() + time);
    });
  }
  HoldingDirectory source_;
  test::FakeClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  CachedDirectory cached_{source_, clock_};
};

TEST_F(SharedQuestionTest, IsAskedOnceForAllWhoComeMeanwhile) {
  std::vector<std::future<absl::StatusOr<v1::Caller>>> answers;
  for (int i = 0; i < 8; ++i) answers.push_back(Ask());
  EXPECT_EQ(source_.WaitForQuestions(2, kWhile), 1);
  source_.Answer(8);
  for (auto& answer : answers) EXPECT_EQ(answer.get()->person(), "people/answer1");
}

TEST_F(SharedQuestionTest, HoldsNobodyBeyondTheirTime) {
  auto first = Ask();
  ASSERT_EQ(source_.WaitForQuestions(1, kPatience), 1);
  EXPECT_THAT(Ask(absl::Milliseconds(5)).get(), HasCode(absl::StatusCode::kUnavailable));
  source_.Answer(1);
  EXPECT_THAT(first.get(), IsOk());
}

TEST_F(SharedQuestionTest, IsAskedAnewAfterAChange) {
  auto before = Ask();
  ASSERT_EQ(source_.WaitForQuestions(1, kPatience), 1);
  cached_.Clear();
  auto after = Ask();
  ASSERT_EQ(source_.WaitForQuestions(2, kPatience), 2);
  source_.Answer(2);
  EXPECT_EQ(before.get()->person(), "people/answer1");
  EXPECT_EQ(after.get()->person(), "people/answer2");
  EXPECT_EQ(cached_.Known("https://issuer", "p1")->person(), "people/answer2");
}

TEST_F(SharedQuestionTest, IsAskedAnewByWhoHasMoreTimeThanItHad) {
  source_.error = absl::UnavailableError("too little time");
  auto hasty = Ask(kPatience / 2);
  ASSERT_EQ(source_.WaitForQuestions(1, kPatience), 1);
  auto patient = Ask(kPatience);
  source_.Answer(2);
  EXPECT_THAT(hasty.get(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(patient.get(), IsOk());
}

}  // namespace
}  // namespace telemachus::access
