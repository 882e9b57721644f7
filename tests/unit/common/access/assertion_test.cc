#include "common/access/assertion.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"

namespace telemachus::access {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

constexpr char kMethod[] = "/telemachus.test.v1.ProbeService/Echo";
constexpr char kRequest[] = "the request's bytes";

class AssertionTest : public testing::Test {
 protected:
  static crypto::VerifyingKey Public(const crypto::SigningKey& key) {
    return *crypto::VerifyingKey::FromBytes(key.PublicKey());
  }
  Verifier For(const std::string& audience) const {
    return Verifier(
        audience, {{"gateway", Public(gateway_key_)}, {"matching", Public(matching_key_)}}, clock_);
  }
  std::string OfUser() const {
    return gateway_.ForUser("agreement", kMethod, "https://issuer", "subject", "", kRequest);
  }

  test::FakeClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  const crypto::SigningKey gateway_key_ = crypto::SigningKey::Generate();
  const crypto::SigningKey matching_key_ = crypto::SigningKey::Generate();
  const Signer gateway_{"gateway", gateway_key_, clock_};
  const Signer matching_{"matching", matching_key_, clock_};
  const Verifier verifier_ = For("agreement");
};

TEST_F(AssertionTest, SaysWhoTheUserIs) {
  const auto asserted = verifier_.Verify(
      gateway_.ForUser("agreement", kMethod, "https://issuer", "subject", "officer", kRequest),
      kMethod, kRequest);
  ASSERT_THAT(asserted, IsOk());
  EXPECT_EQ(asserted->issuer, "https://issuer");
  EXPECT_EQ(asserted->subject, "subject");
  EXPECT_EQ(asserted->delegate, "officer");
  EXPECT_EQ(asserted->service, "");
}

TEST_F(AssertionTest, SaysWhichServiceCalls) {
  const auto asserted =
      verifier_.Verify(matching_.ForService("agreement", kMethod, kRequest), kMethod, kRequest);
  ASSERT_THAT(asserted, IsOk());
  EXPECT_EQ(asserted->service, "matching");
  EXPECT_EQ(asserted->subject, "");
}

TEST_F(AssertionTest, IsWorthNothingElsewhere) {
  const std::string assertion = OfUser();
  ASSERT_THAT(verifier_.Verify(assertion, kMethod, kRequest), IsOk());
  EXPECT_THAT(For("matching").Verify(assertion, kMethod, kRequest),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_THAT(verifier_.Verify(assertion, "/telemachus.test.v1.ProbeService/Count", kRequest),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_THAT(verifier_.Verify(assertion, kMethod, "another request"),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
}

TEST_F(AssertionTest, LivesThirtySeconds) {
  const std::string assertion = OfUser();
  clock_.Advance(kAssertionLife - absl::Milliseconds(1));
  EXPECT_THAT(verifier_.Verify(assertion, kMethod, kRequest), IsOk());
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(verifier_.Verify(assertion, kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, IsNotTakenFromTheFuture) {
  const std::string assertion = OfUser();
  clock_.Advance(-absl::Minutes(1));
  EXPECT_THAT(verifier_.Verify(assertion, kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, OnlyTheGatewaySpeaksOfUsers) {
  const std::string assertion =
      matching_.ForUser("agreement", kMethod, "https://issuer", "subject", "", kRequest);
  EXPECT_THAT(verifier_.Verify(assertion, kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, NobodySpeaksForAnother) {
  const Signer forger("gateway", matching_key_, clock_);
  EXPECT_THAT(verifier_.Verify(
                  forger.ForUser("agreement", kMethod, "https://issuer", "subject", "", kRequest),
                  kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
  v1::SignedAssertion relabelled;
  ASSERT_TRUE(relabelled.ParseFromString(matching_.ForService("agreement", kMethod, kRequest)));
  relabelled.set_signer("gateway");
  EXPECT_THAT(verifier_.Verify(relabelled.SerializeAsString(), kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, AServicesWordsAreNotAUsers) {
  v1::SignedAssertion moved;
  ASSERT_TRUE(moved.ParseFromString(gateway_.ForService("agreement", kMethod, kRequest)));
  const std::string payload = moved.service();
  moved.set_user(payload);
  EXPECT_THAT(verifier_.Verify(moved.SerializeAsString(), kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, NamesAUserWhole) {
  EXPECT_THAT(verifier_.Verify(gateway_.ForUser("agreement", kMethod, "", "s", "", kRequest),
                               kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(verifier_.Verify(gateway_.ForUser("agreement", kMethod, "i", "", "", kRequest),
                               kMethod, kRequest),
              HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(AssertionTest, SaysTheSameWhateverIsWrong) {
  const absl::Status missing = verifier_.Verify("", kMethod, kRequest).status();
  EXPECT_THAT(missing, HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_EQ(verifier_.Verify(OfUser(), kMethod, "another").status(), missing);
  EXPECT_EQ(verifier_.Verify(std::string(5000, 'x'), kMethod, kRequest).status(), missing);
  const Signer stranger("stranger", crypto::SigningKey::Generate(), clock_);
  EXPECT_EQ(verifier_.Verify(stranger.ForService("agreement", kMethod, kRequest), kMethod, kRequest)
                .status(),
            missing);
}

TEST_F(AssertionTest, NoChangedByteIsAccepted) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const std::string assertion = OfUser();
  for (int step = 0; step < 500; ++step) {
    std::string changed = assertion;
    changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
    const auto asserted = verifier_.Verify(changed, kMethod, kRequest);
    ASSERT_FALSE(asserted.ok()) << "step " << step;
  }
}

TEST(LoadKeysTest, ReadsTheKeyOfEveryProcess) {
  std::string folder = testing::TempDir() + "/keysXXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  EXPECT_THAT(LoadKeys(folder), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(LoadKeys(folder + "/absent"), HasCode(absl::StatusCode::kNotFound));
  for (const char* name : {"gateway", "matching"}) {
    ASSERT_THAT(crypto::SigningKey::Generate().Save(folder + "/" + name + ".key"), IsOk());
  }
  const auto keys = LoadKeys(folder);
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(keys->size(), 2u);
  EXPECT_EQ(keys->count("gateway"), 1u);
  std::ofstream(folder + "/agreement.key.pub") << "no key";
  EXPECT_FALSE(LoadKeys(folder).ok());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace telemachus::access
