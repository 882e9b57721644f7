#ifndef TELEMACHUS_COMMON_LOG_JSON_H_
#define TELEMACHUS_COMMON_LOG_JSON_H_

#include <string>

#include "absl/strings/string_view.h"

namespace telemachus::log {

// Characters of a value that are written at most; the rest is cut off.
inline constexpr size_t kValueCharactersMax = 512;

// `text` as a JSON string with its quotes. All but printable ASCII is escaped (what a line says is
// made of words and ids, so nothing readable is lost), so that no value can begin a new line, end
// its string or hide text.
std::string Quote(absl::string_view text);

}  // namespace telemachus::log

#endif  // TELEMACHUS_COMMON_LOG_JSON_H_
