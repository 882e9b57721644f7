#include "common/crypto/aead.h"

#include <algorithm>
#include <cstdint>

#include "common/crypto/hash.h"
#include "common/crypto/library.h"

namespace telemachus::crypto {

static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

SecretKey::SecretKey() {
  InitSodium();
  randombytes_buf(bytes_.data(), bytes_.size());
}

SecretKey::SecretKey(absl::string_view bytes) {
  InitSodium();
  std::copy_n(bytes.begin(), kKeyBytes, bytes_.begin());
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::shared_ptr<const SecretKey> SecretKey::Random() {
  return std::shared_ptr<const SecretKey>(new SecretKey());
}

std::string Encrypt(absl::string_view key, absl::string_view nonce, absl::string_view associated,
                    absl::string_view plain) {
  InitSodium();
  std::string cipher(plain.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(MutableBytes(cipher), nullptr, Bytes(plain),
                                             plain.size(), Bytes(associated), associated.size(),
                                             nullptr, Bytes(nonce), Bytes(key));
  return cipher;
}

std::optional<std::string> Decrypt(absl::string_view key, absl::string_view nonce,
                                   absl::string_view associated, absl::string_view cipher) {
  InitSodium();
  if (cipher.size() < kTagBytes) return std::nullopt;
  std::string plain(cipher.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          MutableBytes(plain), nullptr, nullptr, Bytes(cipher), cipher.size(), Bytes(associated),
          associated.size(), Bytes(nonce), Bytes(key)) != 0) {
    return std::nullopt;
  }
  return plain;
}

std::string EncryptWithNonce(absl::string_view key, absl::string_view associated,
                             absl::string_view plain) {
  std::string sealed = RandomBytes(kNonceBytes);
  sealed += Encrypt(key, sealed, associated, plain);
  return sealed;
}

std::optional<std::string> DecryptWithNonce(absl::string_view key, absl::string_view associated,
                                            absl::string_view sealed) {
  if (sealed.size() < kNonceBytes) return std::nullopt;
  return Decrypt(key, sealed.substr(0, kNonceBytes), associated, sealed.substr(kNonceBytes));
}

std::string Associate(std::initializer_list<absl::string_view> parts) {
  std::string text;
  for (const absl::string_view part : parts) {
    const uint64_t size = part.size();
    for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(size >> shift);
    text.append(part.data(), part.size());
  }
  return text;
}

}  // namespace telemachus::crypto
