#ifndef TELEMACHUS_COMMON_CRYPTO_KEY_FILE_H_
#define TELEMACHUS_COMMON_CRYPTO_KEY_FILE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Files that hold keys. No error says what a file holds.
namespace telemachus::crypto {

// A key file holds no more than this.
inline constexpr size_t kKeyFileBytesMax = 64 * 1024;

// What the file holds. NOT_FOUND if it cannot be read, INVALID_ARGUMENT if it is too long.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);

// Makes a new file with these permissions, durably. ALREADY_EXISTS if there is one; INTERNAL if it
// cannot be written, and then there is none.
absl::Status WriteKeyFile(const std::string& path, absl::string_view content, int permissions);

// Standard base64 with padding, and back; nothing if it is none.
std::string Base64(absl::string_view bytes);
std::optional<std::string> FromBase64(absl::string_view text);

// Overwrites a secret in memory.
void Wipe(std::string& secret);

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_KEY_FILE_H_
