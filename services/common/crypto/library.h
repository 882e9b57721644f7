#ifndef TELEMACHUS_COMMON_CRYPTO_LIBRARY_H_
#define TELEMACHUS_COMMON_CRYPTO_LIBRARY_H_

#include <sodium.h>

#include <string>

#include "absl/strings/string_view.h"

namespace telemachus::crypto {

// Makes the library ready; ends the process if it cannot be, since nothing would be safe then.
// Call before any of its functions. Thread-safe.
void InitSodium();

// The bytes of a string as the library takes them.
inline const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* MutableBytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_LIBRARY_H_
