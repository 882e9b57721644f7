#include "absl/status/status.h"
#include "common/access/directory.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::access {
namespace {

// Knows one person.
class OnePerson final : public Directory {
 public:
  absl::StatusOr<v1::Caller> Resolve(absl::string_view, absl::string_view subject,
                                     absl::Time) override {
    ++asked;
    if (subject != "s1") return absl::NotFoundError("");
    v1::Caller caller;
    caller.set_person("people/p1");
    return caller;
  }
  int asked = 0;
};

TEST(KnownCallerTest, IsOnlyWhoWasResolvedALittleWhileAgo) {
  test::FakeClock clock(absl::FromUnixSeconds(1'800'000'000));
  OnePerson source;
  CachedDirectory directory(source, clock);
  EXPECT_FALSE(directory.Known("i", "s1").has_value());
  EXPECT_EQ(source.asked, 0);

  ASSERT_THAT(directory.Resolve("i", "s1", absl::InfiniteFuture()), test::IsOk());
  ASSERT_TRUE(directory.Known("i", "s1").has_value());
  EXPECT_EQ(directory.Known("i", "s1")->person(), "people/p1");
  EXPECT_FALSE(directory.Known("another", "s1").has_value());

  clock.Advance(absl::Seconds(5));
  EXPECT_FALSE(directory.Known("i", "s1").has_value());
  ASSERT_THAT(directory.Resolve("i", "s1", absl::InfiniteFuture()), test::IsOk());
  directory.Clear();
  EXPECT_FALSE(directory.Known("i", "s1").has_value());
  EXPECT_EQ(source.asked, 2);
}

}  // namespace
}  // namespace telemachus::access
