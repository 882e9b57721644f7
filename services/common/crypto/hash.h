#ifndef TELEMACHUS_COMMON_CRYPTO_HASH_H_
#define TELEMACHUS_COMMON_CRYPTO_HASH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace telemachus::crypto {

// SHA-256, 32 bytes.
std::string Sha256(absl::string_view bytes);
// HMAC-SHA-256 under a key of 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view bytes);
// Whether two strings are the same, in a time that says nothing of where they differ.
bool Equal(absl::string_view a, absl::string_view b);
// `count` bytes of the system's random source.
std::string RandomBytes(size_t count);

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_HASH_H_
