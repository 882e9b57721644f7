#ifndef TELEMACHUS_COMMON_CRYPTO_SIGNATURE_H_
#define TELEMACHUS_COMMON_CRYPTO_SIGNATURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Ed25519 signatures between our own processes. Key files hold base64, one line, mode 0600.
namespace telemachus::crypto {

// Signs. Thread-safe.
class SigningKey {
 public:
  // Makes a new key at random.
  static SigningKey Generate();
  // Reads a key file; NOT_FOUND, or INVALID_ARGUMENT if it is none.
  static absl::StatusOr<SigningKey> Load(const std::string& path);
  // Writes `path` (0600) and `path`.pub; ALREADY_EXISTS if there is one.
  absl::Status Save(const std::string& path) const;
  // 64 bytes over `purpose`, a zero byte and `bytes`.
  std::string Sign(absl::string_view purpose, absl::string_view bytes) const;
  std::string PublicKey() const;

 private:
  std::string secret_;
};

// Verifies. Thread-safe.
class VerifyingKey {
 public:
  // Takes the 32 bytes of a public key; INVALID_ARGUMENT if they are none.
  static absl::StatusOr<VerifyingKey> FromBytes(absl::string_view public_key);
  // Reads a `.pub` file; NOT_FOUND, or INVALID_ARGUMENT if it is none.
  static absl::StatusOr<VerifyingKey> Load(const std::string& path);
  // Whether `signature` is this key's over `purpose`, a zero byte and `bytes`.
  bool Verify(absl::string_view purpose, absl::string_view bytes,
              absl::string_view signature) const;

 private:
  std::string public_key_;
};

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_SIGNATURE_H_
