#include "common/crypto/signature.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/key_file.h"
#include "common/crypto/library.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::crypto {
namespace {

constexpr int kSecretPermissions = 0600;
constexpr int kPublicPermissions = 0644;

absl::Status NoKey() {
  return status::Error(absl::StatusCode::kInvalidArgument, status::Reason::REASON_FIELD_MALFORMED,
                       "this is no Ed25519 key");
}

// What is signed: the purpose keeps a signature for one thing from being taken for another's.
std::string Message(absl::string_view purpose, absl::string_view bytes) {
  return absl::StrCat(purpose, absl::string_view("\0", 1), bytes);
}

// The key that a file of one base64 line holds.
absl::StatusOr<std::string> ReadKey(const std::string& path, size_t size) {
  ASSIGN_OR_RETURN(std::string content, ReadKeyFile(path));
  std::optional<std::string> key = FromBase64(absl::StripAsciiWhitespace(content));
  Wipe(content);
  if (!key.has_value() || key->size() != size) return NoKey();
  return *std::move(key);
}

// The library's form of a secret key (seed and public key), from the seed that files hold.
std::string SecretOf(absl::string_view seed) {
  InitSodium();
  std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_seed_keypair(public_key, MutableBytes(secret), Bytes(seed));
  return secret;
}

}  // namespace

SigningKey SigningKey::Generate() {
  InitSodium();
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  SigningKey key;
  key.secret_ = SecretOf(seed);
  Wipe(seed);
  return key;
}

absl::StatusOr<SigningKey> SigningKey::Load(const std::string& path) {
  ASSIGN_OR_RETURN(std::string seed, ReadKey(path, crypto_sign_SEEDBYTES));
  SigningKey key;
  key.secret_ = SecretOf(seed);
  Wipe(seed);
  return key;
}

absl::Status SigningKey::Save(const std::string& path) const {
  std::string seed = secret_.substr(0, crypto_sign_SEEDBYTES);
  std::string line = Base64(seed) + "\n";
  const absl::Status written = WriteKeyFile(path, line, kSecretPermissions);
  Wipe(seed);
  Wipe(line);
  RETURN_IF_ERROR(written);
  absl::Status published =
      WriteKeyFile(path + ".pub", Base64(PublicKey()) + "\n", kPublicPermissions);
  if (!published.ok()) ::unlink(path.c_str());
  return published;
}

std::string SigningKey::Sign(absl::string_view purpose, absl::string_view bytes) const {
  const std::string message = Message(purpose, bytes);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(MutableBytes(signature), nullptr, Bytes(message), message.size(),
                       Bytes(secret_));
  return signature;
}

std::string SigningKey::PublicKey() const { return secret_.substr(crypto_sign_SEEDBYTES); }

absl::StatusOr<VerifyingKey> VerifyingKey::FromBytes(absl::string_view public_key) {
  InitSodium();
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES) return NoKey();
  VerifyingKey key;
  key.public_key_ = std::string(public_key);
  return key;
}

absl::StatusOr<VerifyingKey> VerifyingKey::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string key, ReadKey(path, crypto_sign_PUBLICKEYBYTES));
  return FromBytes(key);
}

bool VerifyingKey::Verify(absl::string_view purpose, absl::string_view bytes,
                          absl::string_view signature) const {
  if (signature.size() != crypto_sign_BYTES) return false;
  const std::string message = Message(purpose, bytes);
  return crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                     Bytes(public_key_)) == 0;
}

}  // namespace telemachus::crypto
