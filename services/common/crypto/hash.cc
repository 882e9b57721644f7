#include "common/crypto/hash.h"

#include "common/crypto/library.h"

namespace telemachus::crypto {

std::string Sha256(absl::string_view bytes) {
  InitSodium();
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(MutableBytes(hash), Bytes(bytes), bytes.size());
  return hash;
}

// By parts, because the library's one-call form takes keys of 32 bytes only, and a key of another
// length must not read past its end.
std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  InitSodium();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, Bytes(bytes), bytes.size());
  std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, MutableBytes(hash));
  sodium_memzero(&state, sizeof(state));
  return hash;
}

bool Equal(absl::string_view a, absl::string_view b) {
  InitSodium();
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string RandomBytes(size_t count) {
  InitSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace telemachus::crypto
