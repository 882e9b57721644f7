#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/crypto/aead.h"
#include "common/crypto/hash.h"
#include "common/crypto/key_file.h"
#include "common/crypto/seal.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::crypto {
namespace {

constexpr int kSecretPermissions = 0600;

absl::Status BadFile() {
  return status::Error(absl::StatusCode::kInvalidArgument, status::Reason::REASON_FIELD_MALFORMED,
                       "a file of master keys has lines VERSION BASE64, each version once");
}

// Reads a line `VERSION BASE64`.
absl::StatusOr<std::pair<int, std::string>> ReadLine(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, ' ');
  int version = 0;
  if (!absl::SimpleAtoi(parts.first, &version) || version < 1) return BadFile();
  std::optional<std::string> key = FromBase64(absl::StripAsciiWhitespace(parts.second));
  if (!key.has_value() || key->size() != kKeyBytes) return BadFile();
  return std::make_pair(version, *std::move(key));
}

}  // namespace

absl::StatusOr<MasterKeys> MasterKeys::Load(const std::string& path) {
  ASSIGN_OR_RETURN(std::string content, ReadKeyFile(path));
  MasterKeys keys;
  std::set<int> versions;
  for (const absl::string_view line : absl::StrSplit(content, '\n', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(auto key, ReadLine(line));
    if (!versions.insert(key.first).second) return BadFile();
    keys.keys_.push_back(std::move(key));
  }
  Wipe(content);
  if (versions.empty()) return BadFile();
  keys.present_version_ = *versions.rbegin();
  return keys;
}

absl::Status MasterKeys::Create(const std::string& path) {
  std::string line = absl::StrCat("1 ", Base64(RandomBytes(kKeyBytes)), "\n");
  absl::Status written = WriteKeyFile(path, line, kSecretPermissions);
  Wipe(line);
  return written;
}

std::string MasterKeys::Key(int version) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const auto& key) { return key.first == version; });
  return found == keys_.end() ? "" : found->second;
}

}  // namespace telemachus::crypto
