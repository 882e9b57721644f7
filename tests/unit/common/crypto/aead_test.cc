#include "common/crypto/aead.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace telemachus::crypto {
namespace {

// draft-irtf-cfrg-xchacha-03, A.3.1.
constexpr char kPlain[] =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    "sunscreen would be it.";
constexpr char kCipher[] =
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e"
    "39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3"
    "fff921f9664c97637da9768812f615c68b13b52e"
    "c0875924c1c7987947deafd8780acf49";

std::string Count(char first, size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i) text += static_cast<char>(first + i);
  return text;
}
std::string DraftKey() { return Count('\x80', kKeyBytes); }
std::string DraftNonce() { return Count('\x40', kNonceBytes); }
std::string DraftAssociated() { return absl::HexStringToBytes("50515253c0c1c2c3c4c5c6c7"); }

TEST(AeadTest, IsThatOfTheDraft) {
  const std::string cipher = Encrypt(DraftKey(), DraftNonce(), DraftAssociated(), kPlain);
  EXPECT_EQ(absl::BytesToHexString(cipher), kCipher);
  EXPECT_EQ(Decrypt(DraftKey(), DraftNonce(), DraftAssociated(), absl::HexStringToBytes(kCipher)),
            kPlain);
}

TEST(AeadTest, NoChangedByteOpens) {
  const std::string cipher = absl::HexStringToBytes(kCipher);
  for (size_t at = 0; at < cipher.size(); ++at) {
    std::string changed = cipher;
    changed[at] ^= 0x80;
    EXPECT_FALSE(Decrypt(DraftKey(), DraftNonce(), DraftAssociated(), changed).has_value()) << at;
  }
  for (size_t size = 0; size < cipher.size(); ++size) {
    EXPECT_FALSE(Decrypt(DraftKey(), DraftNonce(), DraftAssociated(), cipher.substr(0, size)))
        << size;
  }
  EXPECT_FALSE(Decrypt(DraftKey(), DraftNonce(), "other", cipher).has_value());
  EXPECT_FALSE(Decrypt(DraftKey(), Count(1, kNonceBytes), DraftAssociated(), cipher).has_value());
  EXPECT_FALSE(Decrypt(Count(1, kKeyBytes), DraftNonce(), DraftAssociated(), cipher).has_value());
}

TEST(AeadTest, TheSameTextIsNeverSealedTheSame) {
  const auto key = SecretKey::Random();
  const std::string first = EncryptWithNonce(key->bytes(), "place", "text");
  EXPECT_NE(first, EncryptWithNonce(key->bytes(), "place", "text"));
  EXPECT_EQ(DecryptWithNonce(key->bytes(), "place", first), "text");
  EXPECT_EQ(DecryptWithNonce(key->bytes(), "place", EncryptWithNonce(key->bytes(), "place", "")),
            "");
  EXPECT_FALSE(DecryptWithNonce(key->bytes(), "place", "short").has_value());
}

TEST(AeadTest, PartsOfAPlaceCannotRunTogether) {
  EXPECT_NE(Associate({"ab", "c"}), Associate({"a", "bc"}));
  EXPECT_NE(Associate({"a", ""}), Associate({"a"}));
  EXPECT_EQ(Associate({"a", "b"}), Associate({"a", "b"}));
}

}  // namespace
}  // namespace telemachus::crypto
