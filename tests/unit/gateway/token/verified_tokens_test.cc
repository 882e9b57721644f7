#include "gateway/token/verified_tokens.h"

#include <string>

#include "gtest/gtest.h"

namespace telemachus::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Claims Until(absl::Time expiry) { return {"i", "s", "", expiry}; }

TEST(VerifiedTokensTest, RemembersWhatATokenSaysUntilItExpires) {
  VerifiedTokens tokens;
  tokens.Keep("t1", 1, Until(kNow + absl::Minutes(2)), kNow);
  ASSERT_TRUE(tokens.Find("t1", 1, kNow).has_value());
  EXPECT_EQ(tokens.Find("t1", 1, kNow)->subject, "s");
  EXPECT_FALSE(tokens.Find("t2", 1, kNow).has_value());
  EXPECT_FALSE(tokens.Find("t1", 1, kNow + absl::Minutes(2) + kSkew).has_value());
}

TEST(VerifiedTokensTest, TrustsNoTokenForLongWithoutVerifyingItAgain) {
  VerifiedTokens tokens;
  tokens.Keep("t1", 1, Until(kNow + absl::Hours(1)), kNow);
  EXPECT_FALSE(tokens.Find("t1", 1, kNow + VerifiedTokens::kTrustTime).has_value());
}

TEST(VerifiedTokensTest, ForgetsAllOnceTheKeysAreOthers) {
  VerifiedTokens tokens;
  tokens.Keep("t1", 1, Until(kNow + absl::Minutes(2)), kNow);
  EXPECT_FALSE(tokens.Find("t1", 2, kNow).has_value());
}

TEST(VerifiedTokensTest, ForgetsTheOldestWhenItIsFull) {
  VerifiedTokens tokens(3);
  for (const char* token : {"t1", "t2", "t3"}) tokens.Keep(token, 1, Until(kNow + kSkew), kNow);
  tokens.Keep("t1", 1, Until(kNow + kSkew), kNow);  // again: no longer the oldest
  tokens.Keep("t4", 1, Until(kNow + kSkew), kNow);
  EXPECT_TRUE(tokens.Find("t1", 1, kNow).has_value());
  EXPECT_FALSE(tokens.Find("t2", 1, kNow).has_value());
  EXPECT_TRUE(tokens.Find("t4", 1, kNow).has_value());
}

}  // namespace
}  // namespace telemachus::gateway
