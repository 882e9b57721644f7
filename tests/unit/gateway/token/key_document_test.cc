#include "gateway/token/key_document.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tools/issuer/signing_key.h"

namespace telemachus::gateway {
namespace {

using issuer::SigningKey;
using test::HasCode;
using testing::SizeIs;

class KeyDocumentTest : public testing::Test {
 protected:
  // A document of an EC key as it is and one changed.
  static absl::StatusOr<Keys> Beside(const std::string& changed) {
    return ReadKeys(absl::StrCat(R"({"keys":[)", SigningKey::Generate("ES256")->PublicJwk(), ",",
                                 changed, "]}"));
  }
  static std::string Changed(const std::string& from, const std::string& to) {
    const std::string jwk = SigningKey::Generate("ES256")->PublicJwk();
    const std::string changed = absl::StrReplaceAll(jwk, {{from, to}});
    EXPECT_NE(changed, jwk);
    return changed;
  }
};

TEST_F(KeyDocumentTest, TakesTheKeysOfBothAlgorithms) {
  const auto keys = Beside(SigningKey::Generate("RS256")->PublicJwk());
  ASSERT_THAT(keys, test::IsOk());
  EXPECT_THAT(*keys, SizeIs(2));
}

TEST_F(KeyDocumentTest, PassesOverKeysThatAreNotForItsSignatures) {
  for (const std::string& other :
       {Changed(R"("use":"sig")", R"("use":"enc")"),
        Changed(R"("alg":"ES256")", R"("alg":"ES384")"),
        Changed(R"("use":"sig")", R"("key_ops":["sign"])"), Changed(R"("kid":)", R"("name":)"),
        Changed(R"("x":")", R"("x":"AAAA)"), std::string(R"({"kty":"oct","kid":"o","k":"AAAA"})"),
        std::string("17")}) {
    const auto keys = Beside(other);
    ASSERT_THAT(keys, test::IsOk()) << other;
    EXPECT_THAT(*keys, SizeIs(1)) << other;
  }
}

// The library below ends the process over some of them.
TEST_F(KeyDocumentTest, PassesOverKeysThatAreNotWellEncoded) {
  for (const char* number : {"=", "A=AA", "AA==", "AAAAA", "AA+/", "AA A", ""}) {
    const auto keys = Beside(absl::StrCat(R"({"kty":"EC","crv":"P-256","kid":"o","x":")", number,
                                          R"(","y":")", number, R"("})"));
    ASSERT_THAT(keys, test::IsOk()) << number;
    EXPECT_THAT(*keys, SizeIs(1)) << number;
  }
}

TEST_F(KeyDocumentTest, TakesNoShortRsaKey) {
  const Jwk jwk(cjose_jwk_create_RSA_random(1024, nullptr, 0, nullptr));
  ASSERT_NE(jwk, nullptr);
  ASSERT_TRUE(cjose_jwk_set_kid(jwk.get(), "short", 5, nullptr));
  char* text = cjose_jwk_to_json(jwk.get(), false, nullptr);
  const auto keys = Beside(text);
  free(text);
  ASSERT_THAT(keys, test::IsOk());
  EXPECT_THAT(*keys, SizeIs(1));
}

TEST_F(KeyDocumentTest, RefusesADocumentThatGivesAPrivateKeyAway) {
  EXPECT_THAT(Beside(Changed(R"("use":"sig")", R"("d":"AAAA")")),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyDocumentTest, RefusesTwoKeysOfOneId) {
  const std::string jwk = SigningKey::Generate("ES256")->PublicJwk();
  EXPECT_THAT(ReadKeys(absl::StrCat(R"({"keys":[)", jwk, ",", jwk, "]}")),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyDocumentTest, RefusesWhatIsNoDocument) {
  for (const char* text : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})"}) {
    EXPECT_THAT(ReadKeys(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(ReadKeys(std::string(kLargestKeyDocument + 1, ' ')),
              HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace telemachus::gateway
