#include "tools/trace/text_width.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace telemachus::tools::trace {
namespace {

bool BeginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }

// Bytes of the first `characters`.
size_t Prefix(absl::string_view text, size_t characters) {
  size_t seen = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (BeginsCharacter(text[i]) && seen++ == characters) return i;
  }
  return text.size();
}

}  // namespace

size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), BeginsCharacter));
}

std::string Fit(absl::string_view text, size_t columns) {
  const size_t width = Width(text);
  if (width <= columns) return absl::StrCat(text, std::string(columns - width, ' '));
  if (columns == 0) return "";
  return absl::StrCat(text.substr(0, Prefix(text, columns - 1)), "…");
}

std::string FitRight(absl::string_view text, size_t columns) {
  const size_t width = Width(text);
  return absl::StrCat(std::string(columns > width ? columns - width : 0, ' '), text);
}

}  // namespace telemachus::tools::trace
