#include "common/access/directory.h"

#include <functional>

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

}  // namespace
}  // namespace telemachus::access
