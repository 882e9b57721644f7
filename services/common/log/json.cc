#include "common/log/json.h"

#include "absl/strings/str_cat.h"

namespace telemachus::log {

std::string Quote(absl::string_view text) {
  text = text.substr(0, kValueCharactersMax);
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c >= 0x20 && c < 0x7f) {
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x80) {
      absl::StrAppend(&json, "\\u", absl::Hex(static_cast<int>(c), absl::kZeroPad4));
    } else {
      json += "\\ufffd";
    }
  }
  json += '"';
  return json;
}

}  // namespace telemachus::log
