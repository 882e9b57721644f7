#include "common/crypto/key_cache.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace telemachus::crypto {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST(KeyCacheTest, AKeyIsForgottenAfterItsMinute) {
  KeyCache cache;
  const auto key = SecretKey::Random();
  cache.Keep("agreements/a1", key, kNow, cache.Epoch());
  EXPECT_EQ(cache.Find("agreements/a1", kNow + absl::Seconds(59)), key);
  EXPECT_EQ(cache.Find("agreements/a2", kNow), nullptr);
  EXPECT_EQ(cache.Find("agreements/a1", kNow + absl::Seconds(60)), nullptr);
  EXPECT_EQ(key.use_count(), 1) << "the cache still holds what is too old";
}

TEST(KeyCacheTest, AClockSetBackForgetsRatherThanKeeps) {
  KeyCache cache;
  cache.Keep("a", SecretKey::Random(), kNow, cache.Epoch());
  EXPECT_EQ(cache.Find("a", kNow - absl::Seconds(1)), nullptr);
}

TEST(KeyCacheTest, AKeyReadBeforeADestructionIsNotKept) {
  KeyCache cache;
  const int64_t epoch = cache.Epoch();
  cache.Drop("a");
  cache.Keep("a", SecretKey::Random(), kNow, epoch);
  EXPECT_EQ(cache.Find("a", kNow), nullptr);
}

TEST(KeyCacheTest, DropForgetsAtOnce) {
  KeyCache cache;
  const auto key = SecretKey::Random();
  cache.Keep("a", key, kNow, cache.Epoch());
  cache.Drop("a");
  EXPECT_EQ(cache.Find("a", kNow), nullptr);
  EXPECT_EQ(key.use_count(), 1);
}

TEST(KeyCacheTest, WhenItIsFullTheOldestGoes) {
  KeyCache cache;
  for (size_t i = 0; i <= KeyCache::kKeysMax; ++i) {
    cache.Keep(absl::StrCat(i), SecretKey::Random(), kNow + absl::Milliseconds(i), cache.Epoch());
  }
  const absl::Time later = kNow + absl::Seconds(2);
  EXPECT_EQ(cache.Find("0", later), nullptr);
  for (size_t i = 1; i <= KeyCache::kKeysMax; ++i) {
    EXPECT_NE(cache.Find(absl::StrCat(i), later), nullptr) << i;
  }
}

}  // namespace
}  // namespace telemachus::crypto
