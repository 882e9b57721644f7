#include "gateway/token/verifier.h"

#include <memory>
#include <string>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/status.h"
#include "gateway/token/key_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/gateway/support/private_folder.h"
#include "tools/issuer/token_mint.h"

namespace telemachus::gateway {
namespace {

using issuer::TokenMint;
using issuer::TokenRequest;

class TokenVerifierTest : public testing::Test {
 protected:
  TokenVerifierTest()
      : keys_(*OpenKeySource(folder_.Write("jwks.json", mint().jwks())), clock_),
        verifier_({issuer::kLocalIssuer, issuer::kLocalAudience}, keys_, clock_) {}

  // The claims of a good token, in which `from` is replaced by `to`.
  std::string Claims(const std::string& from = "", const std::string& to = "") {
    const std::string good = TokenMint::ClaimsOf({.subject = "s1"}, clock_.Now());
    if (from.empty()) return good;
    const std::string changed = absl::StrReplaceAll(good, {{from, to}});
    EXPECT_NE(changed, good) << from << " is not in " << good;
    return changed;
  }
  // The good claims with one member more.
  std::string With(const std::string& member) {
    return Claims("{\"iss\"", absl::StrCat("{", member, ",\"iss\""));
  }
  std::string Sign(const std::string& claims, const std::string& header = R"({"typ":"at+jwt"})",
                   const std::string& algorithm = "ES256") {
    return mint().key(algorithm).Sign(claims, header);
  }
  std::string Mint(TokenRequest request) { return *mint().Mint(request, clock_); }

  // What is wrong with the token; "" if nothing is.
  std::string FaultOf(const std::string& token) {
    const auto verified = verifier_.Verify(token);
    const auto* fault = std::get_if<TokenFault>(&verified);
    return fault == nullptr ? "" : std::string(NameOf(*fault));
  }

  // Made once: an RSA key takes its time.
  static const TokenMint& mint() {
    static const auto* const mint = new TokenMint(*TokenMint::Generate());
    return *mint;
  }

  test::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  test::PrivateFolder folder_;
  KeySet keys_;
  const TokenVerifier verifier_;
};

TEST_F(TokenVerifierTest, ReadsWhomAGoodTokenSpeaksOf) {
  for (const char* algorithm : {"ES256", "RS256"}) {
    const auto verified =
        verifier_.Verify(Mint({.subject = "s1", .delegate = "d1", .algorithm = algorithm}));
    const auto* claims = std::get_if<gateway::Claims>(&verified);
    ASSERT_NE(claims, nullptr) << algorithm;
    EXPECT_EQ(claims->issuer, issuer::kLocalIssuer);
    EXPECT_EQ(claims->subject, "s1");
    EXPECT_EQ(claims->delegate, "d1");
    EXPECT_EQ(claims->expiry, clock_.Now() + absl::Minutes(10));
  }
}

TEST_F(TokenVerifierTest, LeavesAMinuteForClocksThatDiffer) {
  const std::string token = Mint({.subject = "s1"});
  clock_.Advance(absl::Minutes(10) + kSkew - absl::Seconds(1));
  EXPECT_EQ(FaultOf(token), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(FaultOf(token), "expired");
}

TEST_F(TokenVerifierTest, RefusesATokenBeforeItsTime) {
  const std::string token = Mint({.subject = "s1"});
  clock_.Advance(-kSkew);
  EXPECT_EQ(FaultOf(token), "");
  clock_.Advance(-absl::Seconds(1));
  EXPECT_EQ(FaultOf(token), "not_yet");
}

TEST_F(TokenVerifierTest, RefusesATokenBeforeItsNotBefore) {
  EXPECT_EQ(FaultOf(Sign(Claims("\"nbf\":1800000000", "\"nbf\":1800000061"))), "not_yet");
  EXPECT_EQ(FaultOf(Sign(Claims("\"nbf\":1800000000", "\"nbf\":\"soon\""))), "claims");
  EXPECT_EQ(FaultOf(Sign(Claims(",\"nbf\":1800000000", ""))), "");
}

TEST_F(TokenVerifierTest, RefusesAnotherAudience) {
  EXPECT_EQ(FaultOf(Mint({.subject = "s1", .audience = "https://another.invalid"})), "audience");
  EXPECT_EQ(FaultOf(Sign(With(R"("aud":["a","b"])"))), "form");  // `aud` twice
}

TEST_F(TokenVerifierTest, TakesAnAudienceAmongSeveral) {
  const std::string one = absl::StrCat("\"", issuer::kLocalAudience, "\"");
  EXPECT_EQ(FaultOf(Sign(Claims(one, absl::StrCat("[\"x\",", one, "]")))), "");
  EXPECT_EQ(FaultOf(Sign(Claims(one, "[\"x\",\"y\"]"))), "audience");
  EXPECT_EQ(FaultOf(Sign(Claims(one, "[]"))), "audience");
}

TEST_F(TokenVerifierTest, RefusesAnotherIssuerWithOurKey) {
  EXPECT_EQ(FaultOf(Mint({.subject = "s1", .issuer = "https://another.invalid"})), "issuer");
}

TEST_F(TokenVerifierTest, RefusesWhenAClaimIsMissing) {
  for (const char* name : {"iss", "aud", "exp", "iat", "sub", "client_id", "jti"}) {
    const std::string renamed = Claims(absl::StrCat("\"", name, "\":"), "\"other\":");
    EXPECT_EQ(FaultOf(Sign(renamed)), "claims") << name;
  }
}

TEST_F(TokenVerifierTest, RefusesClaimsOfTheWrongShape) {
  EXPECT_EQ(FaultOf(Sign(Claims("\"s1\"", "17"))), "claims");
  EXPECT_EQ(FaultOf(Sign(Claims("\"s1\"", "\"\""))), "claims");
  EXPECT_EQ(FaultOf(Sign(Claims("\"s1\"", "\"a\\u0000b\""))), "form");
  EXPECT_EQ(FaultOf(Sign(Claims("s1", std::string(257, 'x')))), "claims");
  EXPECT_EQ(FaultOf(Sign(Claims("1800000600", "1e300"))), "claims");
  EXPECT_EQ(FaultOf(Sign(Claims("1800000600", "-1"))), "claims");
  EXPECT_EQ(FaultOf(Sign(With(R"("act":{})"))), "claims");
  EXPECT_EQ(FaultOf(Sign(With(R"("act":"somebody")"))), "claims");
  EXPECT_EQ(FaultOf(Sign("[]")), "form");
  EXPECT_EQ(FaultOf(Sign("no JSON")), "form");
}

TEST_F(TokenVerifierTest, RefusesATokenMadeForTooLong) {
  EXPECT_EQ(FaultOf(Sign(Claims("1800000600", "1800003600"))), "");
  EXPECT_EQ(FaultOf(Sign(Claims("1800000600", "1800003601"))), "lifetime");
}

TEST_F(TokenVerifierTest, RefusesABoundTokenSinceNobodySeesTheCertificate) {
  EXPECT_EQ(FaultOf(Sign(With(R"("cnf":{"x5t#S256":"abc"})"))), "bound");
}

TEST_F(TokenVerifierTest, RefusesWhatIsNoAccessToken) {
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"JWT"})")), "type");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({})")), "type");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"application/at+JWT"})")), "");
}

TEST_F(TokenVerifierTest, RefusesTheAlgorithmNone) {
  const std::string header = absl::WebSafeBase64Escape(
      absl::StrCat(R"({"typ":"at+jwt","alg":"none","kid":")", mint().key("ES256").id(), "\"}"));
  const std::string payload = absl::WebSafeBase64Escape(Claims());
  EXPECT_EQ(FaultOf(absl::StrCat(header, ".", payload, ".")), "algorithm");
  EXPECT_EQ(FaultOf(absl::StrCat(header, ".", payload, ".AAAA")), "algorithm");
}

// The public key is no secret: who could have it taken for one of HMAC could sign for anybody.
TEST_F(TokenVerifierTest, RefusesAnHmacKeyedWithThePublicKey) {
  const std::string secret = mint().key("RS256").PublicJwk();
  const Jwk key(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(secret.data()),
                                          secret.size(), nullptr));
  const Json header = ParseObject(
      absl::StrCat(R"({"typ":"at+jwt","alg":"HS256","kid":")", mint().key("RS256").id(), "\"}"));
  const std::string claims = Claims();
  const Jws jws(cjose_jws_sign(key.get(), header.get(),
                               reinterpret_cast<const uint8_t*>(claims.data()), claims.size(),
                               nullptr));
  const char* token = nullptr;
  ASSERT_TRUE(cjose_jws_export(jws.get(), &token, nullptr));
  EXPECT_EQ(FaultOf(token), "algorithm");
}

TEST_F(TokenVerifierTest, RefusesAnAlgorithmThatIsNotTheKeys) {
  const std::string ec_id =
      absl::StrCat(R"({"typ":"at+jwt","kid":")", mint().key("ES256").id(), "\"}");
  EXPECT_EQ(FaultOf(Sign(Claims(), ec_id, "RS256")), "algorithm");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","alg":"RS512"})", "RS256")), "algorithm");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","alg":"PS256"})", "RS256")), "algorithm");
}

TEST_F(TokenVerifierTest, RefusesAKeyThatNobodyKnows) {
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","kid":"unknown"})")), "key");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","kid":17})")), "key");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","kid":""})")), "key");
}

TEST_F(TokenVerifierTest, RefusesTheSignatureOfAnotherKeyUnderAKnownId) {
  const TokenMint stranger = *TokenMint::Generate();
  for (const char* algorithm : {"ES256", "RS256"}) {
    const std::string header =
        absl::StrCat(R"({"typ":"at+jwt","kid":")", mint().key(algorithm).id(), "\"}");
    EXPECT_EQ(FaultOf(stranger.key(algorithm).Sign(Claims(), header)), "signature") << algorithm;
  }
}

TEST_F(TokenVerifierTest, RefusesEveryTokenInWhichOneCharacterIsAnother) {
  const std::string token = Mint({.subject = "s1"});
  // The last character of each part may hold bits that belong to no byte.
  for (size_t i = 0; i + 1 < token.size(); ++i) {
    if (token[i] == '.' || token[i + 1] == '.') continue;
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(FaultOf(changed), "") << "character " << i;
  }
}

TEST_F(TokenVerifierTest, RefusesEmptyAndShortenedSignatures) {
  const std::string token = Mint({.subject = "s1"});
  const std::string unsigned_part = token.substr(0, token.rfind('.') + 1);
  EXPECT_EQ(FaultOf(unsigned_part), "signature");
  EXPECT_EQ(FaultOf(unsigned_part + std::string(86, 'A')), "signature");  // r = s = 0
  EXPECT_EQ(FaultOf(token.substr(0, token.size() - 4)), "signature");
  EXPECT_EQ(FaultOf(token + "AAAA"), "signature");
}

TEST_F(TokenVerifierTest, FollowsNoHeaderToAKey) {
  const std::string own =
      absl::StrCat(R"({"typ":"at+jwt","jwk":)", mint().key("ES256").PublicJwk(), "}");
  EXPECT_EQ(FaultOf(Sign(Claims(), own)), "header");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","jku":"https://evil.invalid"})")), "header");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","x5u":"https://evil.invalid"})")), "header");
}

TEST_F(TokenVerifierTest, RefusesExtensionsThatNobodyKnows) {
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","crit":["b64"],"b64":true})")), "header");
  EXPECT_EQ(FaultOf(Sign(Claims(), R"({"typ":"at+jwt","crit":[]})")), "header");
}

TEST_F(TokenVerifierTest, RefusesWhatIsNoCompactToken) {
  const std::string token = Mint({.subject = "s1"});
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("."), std::string(".."), token + ".x",
        " " + token, token + "=", token + "\n", std::string("\0\0", 2)}) {
    EXPECT_EQ(FaultOf(text), "form") << absl::CEscape(text);
  }
}

TEST_F(TokenVerifierTest, LooksAtNoTokenThatIsTooLarge) {
  const std::string large =
      Sign(With(absl::StrCat("\"x\":\"", std::string(kLongestToken, 'x'), "\"")));
  EXPECT_EQ(FaultOf(large), "form");
}

TEST_F(TokenVerifierTest, SaysTheSameOfEveryInvalidToken) {
  const absl::Status told = RefusalOf(TokenFault::kSignature);
  EXPECT_THAT(told, test::HasReason(status::v1::REASON_TOKEN_INVALID));
  for (const TokenFault fault :
       {TokenFault::kForm, TokenFault::kType, TokenFault::kAlgorithm, TokenFault::kHeader,
        TokenFault::kKey, TokenFault::kIssuer, TokenFault::kAudience, TokenFault::kClaims,
        TokenFault::kLifetime, TokenFault::kBound}) {
    EXPECT_EQ(RefusalOf(fault), told) << NameOf(fault);
  }
  EXPECT_THAT(RefusalOf(TokenFault::kMissing), test::HasReason(status::v1::REASON_TOKEN_MISSING));
  EXPECT_THAT(RefusalOf(TokenFault::kExpired), test::HasReason(status::v1::REASON_TOKEN_EXPIRED));
  EXPECT_EQ(RefusalOf(TokenFault::kNotYet), RefusalOf(TokenFault::kExpired));
}

TEST_F(TokenVerifierTest, CannotSayAnythingWithoutKeys) {
  KeySet none(*OpenKeySource(folder_.Path("nothing")), clock_);
  const TokenVerifier verifier({issuer::kLocalIssuer, issuer::kLocalAudience}, none, clock_);
  const auto verified = verifier.Verify(Mint({.subject = "s1"}));
  ASSERT_EQ(std::get<TokenFault>(verified), TokenFault::kNoKeys);
  EXPECT_THAT(RefusalOf(TokenFault::kNoKeys), test::HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace telemachus::gateway
