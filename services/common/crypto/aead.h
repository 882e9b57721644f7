#ifndef TELEMACHUS_COMMON_CRYPTO_AEAD_H_
#define TELEMACHUS_COMMON_CRYPTO_AEAD_H_

#include <array>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// XChaCha20-Poly1305. Its nonces are long enough to be chosen at random for as many texts as
// there will ever be.
namespace telemachus::crypto {

inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kNonceBytes = 24;
inline constexpr size_t kTagBytes = 16;

// A key in memory; overwritten when it goes. Not copied: it is shared by pointer.
class SecretKey {
 public:
  // `bytes` are kKeyBytes many.
  explicit SecretKey(absl::string_view bytes);
  ~SecretKey();
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;

  // A key of the system's random source.
  static std::shared_ptr<const SecretKey> Random();

  absl::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  SecretKey();
  std::array<char, kKeyBytes> bytes_;
};

// The ciphertext and its tag. `key` is kKeyBytes long, `nonce` kNonceBytes.
std::string Encrypt(absl::string_view key, absl::string_view nonce, absl::string_view associated,
                    absl::string_view plain);
// The plain bytes; nothing if key, nonce, associated data or ciphertext are not those of Encrypt().
std::optional<std::string> Decrypt(absl::string_view key, absl::string_view nonce,
                                   absl::string_view associated, absl::string_view cipher);

// Encrypt() under a random nonce, which stands in front of the result; and back.
std::string EncryptWithNonce(absl::string_view key, absl::string_view associated,
                             absl::string_view plain);
std::optional<std::string> DecryptWithNonce(absl::string_view key, absl::string_view associated,
                                            absl::string_view sealed);

// Parts as one text of associated data, each behind its length, so that no two lists of parts give
// the same text.
std::string Associate(std::initializer_list<absl::string_view> parts);

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_AEAD_H_
