#include "gateway/token/key_set.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gateway/token/key_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/gateway/support/private_folder.h"
#include "tests/unit/gateway/support/tiny_http.h"
#include "tools/issuer/token_mint.h"

namespace telemachus::gateway {
namespace {

using issuer::TokenMint;
using test::HasCode;
using test::IsOk;

std::string IdOf(const TokenMint& mint) { return mint.key("ES256").id(); }

class KeySetTest : public testing::Test {
 protected:
  test::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  test::PrivateFolder folder_;
  // Made once: RSA keys take their time.
  static const TokenMint& Made(int which) {
    static const auto* const old_one = new TokenMint(*TokenMint::Generate());
    static const auto* const new_one = new TokenMint(*TokenMint::Generate());
    return which == 0 ? *old_one : *new_one;
  }
  const TokenMint& old_ = Made(0);
  const TokenMint& new_ = Made(1);
};

TEST_F(KeySetTest, SeesAtOnceThatTheFileChanged) {
  KeySet keys(*OpenKeySource(folder_.Write("jwks.json", old_.jwks())), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  EXPECT_NE(keys.Find(IdOf(old_)), nullptr);
  EXPECT_EQ(keys.Find(IdOf(new_)), nullptr);
  folder_.Write("jwks.json", new_.jwks());
  EXPECT_NE(keys.Find(IdOf(new_)), nullptr);
  EXPECT_EQ(keys.Find(IdOf(old_)), nullptr);
}

TEST_F(KeySetTest, FollowsTheRotationOfTheLocalIssuer) {
  const std::string directory = folder_.Path("issuer");
  const TokenMint first = *TokenMint::Create(directory);
  KeySet keys(*OpenKeySource(directory + "/jwks.json"), clock_);
  ASSERT_NE(keys.Find(IdOf(first)), nullptr);
  const TokenMint second = *TokenMint::Rotate(directory);
  EXPECT_NE(keys.Find(IdOf(second)), nullptr);
  EXPECT_NE(keys.Find(IdOf(first)), nullptr) << "its tokens are still about";
  const TokenMint third = *TokenMint::Rotate(directory);
  EXPECT_NE(keys.Find(IdOf(third)), nullptr);
  EXPECT_EQ(keys.Find(IdOf(first)), nullptr);
}

TEST_F(KeySetTest, KeepsTheKeysWhenTheFileBreaks) {
  KeySet keys(*OpenKeySource(folder_.Write("jwks.json", old_.jwks())), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  const uint64_t generation = keys.generation();
  folder_.Write("jwks.json", "{ half of a docu");
  EXPECT_NE(keys.Find(IdOf(old_)), nullptr);
  EXPECT_EQ(keys.generation(), generation);
}

TEST_F(KeySetTest, HasAnotherGenerationOnlyOnceTheKeysAreOthers) {
  KeySet keys(*OpenKeySource(folder_.Write("jwks.json", old_.jwks())), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  const uint64_t generation = keys.generation();
  ASSERT_THAT(keys.Load(), IsOk());
  EXPECT_EQ(keys.generation(), generation);
  folder_.Write("jwks.json", new_.jwks());
  ASSERT_THAT(keys.Load(), IsOk());
  EXPECT_GT(keys.generation(), generation);
}

TEST_F(KeySetTest, AsksAnIssuerOncePerIntervalHoweverManyUnknownKeysAreNamed) {
  test::TinyHttp issuer;
  issuer.Answer("200 OK", "", old_.jwks());
  KeySet keys(*OpenKeySource(issuer.Url()), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(keys.Find("unknown"), nullptr);
  EXPECT_EQ(issuer.requests(), 1);

  issuer.Answer("200 OK", "", new_.jwks());
  clock_.Advance(KeySet::kReadInterval);
  EXPECT_NE(keys.Find(IdOf(new_)), nullptr);
  EXPECT_EQ(issuer.requests(), 2);
}

TEST_F(KeySetTest, ThreadsThatNeedTheSameNewKeyWaitForOneReading) {
  test::TinyHttp issuer;
  issuer.Answer("200 OK", "", old_.jwks());
  KeySet keys(*OpenKeySource(issuer.Url()), clock_);
  std::atomic<int> found{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] { found += keys.Find(IdOf(old_)) != nullptr ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found, 16);
  EXPECT_EQ(issuer.requests(), 1);
}

TEST_F(KeySetTest, GoesOnWithItsKeysWhileTheIssuerIsAway) {
  test::TinyHttp issuer;
  issuer.Answer("200 OK", "", old_.jwks());
  KeySet keys(*OpenKeySource(issuer.Url()), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  issuer.Answer("503 Service Unavailable", "", "away");
  clock_.Advance(KeySet::kMaxAge * 10);
  EXPECT_NE(keys.Find(IdOf(old_)), nullptr);
  EXPECT_EQ(issuer.requests(), 2) << "it was asked";
}

TEST_F(KeySetTest, LosesAWithdrawnKeyAfterAWhile) {
  test::TinyHttp issuer;
  issuer.Answer("200 OK", "", old_.jwks());
  KeySet keys(*OpenKeySource(issuer.Url()), clock_);
  ASSERT_THAT(keys.Load(), IsOk());
  issuer.Answer("200 OK", "", new_.jwks());
  EXPECT_NE(keys.Find(IdOf(old_)), nullptr);
  clock_.Advance(KeySet::kMaxAge);
  EXPECT_EQ(keys.Find(IdOf(old_)), nullptr);
}

TEST_F(KeySetTest, BeginsWithoutAnIssuerAndHasItsKeysOnceItIsThere) {
  test::TinyHttp issuer;
  issuer.Answer("500 Internal Server Error", "", "");
  KeySet keys(*OpenKeySource(issuer.Url()), clock_);
  EXPECT_THAT(keys.Load(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(keys.loaded());
  issuer.Answer("200 OK", "", old_.jwks());
  clock_.Advance(KeySet::kReadInterval);
  EXPECT_NE(keys.Find(IdOf(old_)), nullptr);
  EXPECT_TRUE(keys.loaded());
}

TEST(KeySourceTest, FollowsNoRedirect) {
  test::TinyHttp elsewhere;
  elsewhere.Answer("200 OK", "", "keys of somebody");
  test::TinyHttp issuer;
  issuer.Answer("302 Found", "Location: " + elsewhere.Url() + "\r\n", "");
  EXPECT_THAT((*OpenKeySource(issuer.Url()))->Read(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(KeySourceTest, TakesNoEndlessDocument) {
  test::TinyHttp issuer;
  issuer.Answer("200 OK", "", std::string(kLargestKeyDocument + 1, ' '));
  EXPECT_THAT((*OpenKeySource(issuer.Url()))->Read(), HasCode(absl::StatusCode::kUnavailable));
}

TEST(KeySourceTest, WaitsForNoIssuerThatSaysNothing) {
  test::TinyHttp issuer;
  issuer.Answer("", "", "");
  EXPECT_THAT((*OpenKeySource(issuer.Url()))->Read(), HasCode(absl::StatusCode::kUnavailable));
}

TEST(KeySourceTest, FetchesKeysThatDecideWhoIsWhoByHttpsAlone) {
  EXPECT_THAT(OpenKeySource("https://issuer.example/jwks"), IsOk());
  EXPECT_THAT(OpenKeySource("http://localhost:8080/jwks"), IsOk());
  EXPECT_THAT(OpenKeySource("http://[::1]:8080/jwks"), IsOk());
  for (const char* place :
       {"http://issuer.example/jwks", "http://127.0.0.1.example/jwks",
        "http://127.0.0.1@issuer.example/jwks", "ftp://127.0.0.1/jwks", "file:///jwks", ""}) {
    EXPECT_THAT(OpenKeySource(place), HasCode(absl::StatusCode::kInvalidArgument)) << place;
  }
}

}  // namespace
}  // namespace telemachus::gateway
