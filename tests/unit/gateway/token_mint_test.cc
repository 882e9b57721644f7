#include "tools/issuer/token_mint.h"

#include <sys/stat.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/gateway/support/private_folder.h"

namespace telemachus::issuer {
namespace {

using test::HasCode;
using test::IsOk;

class TokenMintTest : public testing::Test {
 protected:
  const std::string& directory() const { return directory_; }

  test::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  test::PrivateFolder folder_;
  const std::string directory_ = folder_.Path("issuer");
};

TEST_F(TokenMintTest, WritesPrivateKeysForTheOwnersEyesAlone) {
  ASSERT_THAT(TokenMint::Create(directory()), IsOk());
  for (const char* name : {"/ES256.key.json", "/RS256.key.json"}) {
    struct stat found;
    ASSERT_EQ(stat((directory() + name).c_str(), &found), 0) << name;
    EXPECT_EQ(found.st_mode & 0777, 0600U) << name;
  }
}

TEST_F(TokenMintTest, OverwritesNoKeys) {
  ASSERT_THAT(TokenMint::Create(directory()), IsOk());
  EXPECT_THAT(TokenMint::Create(directory()), HasCode(absl::StatusCode::kAlreadyExists));
}

TEST_F(TokenMintTest, SignsWithTheSameKeysAfterLoading) {
  const TokenMint made = *TokenMint::Create(directory());
  const TokenMint loaded = *TokenMint::Load(directory());
  EXPECT_EQ(loaded.jwks(), made.jwks());
  EXPECT_EQ(loaded.key("RS256").id(), made.key("RS256").id());
  EXPECT_THAT(loaded.Mint({.subject = "s1", .algorithm = "RS256"}, clock_), IsOk());
}

TEST_F(TokenMintTest, GivesNothingPrivateAwayInItsDocument) {
  EXPECT_EQ(TokenMint::Create(directory())->jwks().find("\"d\""), std::string::npos);
}

TEST_F(TokenMintTest, RefusesLifetimesOverAnHour) {
  const TokenMint mint = *TokenMint::Generate();
  EXPECT_THAT(mint.Mint({.subject = "s1", .lifetime = absl::Hours(1)}, clock_), IsOk());
  for (const absl::Duration lifetime :
       {absl::Hours(1) + absl::Seconds(1), absl::ZeroDuration(), absl::InfiniteDuration()}) {
    EXPECT_THAT(mint.Mint({.subject = "s1", .lifetime = lifetime}, clock_),
                HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(TokenMintTest, RefusesWhatItCannotSign) {
  const TokenMint mint = *TokenMint::Generate();
  EXPECT_THAT(mint.Mint({.subject = ""}, clock_), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(mint.Mint({.subject = "s1", .algorithm = "HS256"}, clock_),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(TokenMint::Load(directory()), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(TokenMint::Rotate(directory()), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace telemachus::issuer
