#include "registry/guidance/text_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace telemachus::registry {
namespace {

// Characters of a text in UTF-8.
int Length(absl::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void CheckLanguage(const std::string& text, int most, const std::string& field,
                   status::FieldFaults& faults) {
  if (absl::StripAsciiWhitespace(text).empty()) {
    faults.Add(field, status::v1::REASON_FIELD_REQUIRED, "is needed in both languages");
  } else if (Length(text) > most) {
    faults.Add(field, status::v1::REASON_FIELD_TOO_LONG,
               absl::StrCat("must have at most ", most, " characters"));
  }
}

}  // namespace

void CheckText(const programme::v1::Text& text, int most, absl::string_view field,
               status::FieldFaults& faults) {
  CheckLanguage(text.welsh(), most, absl::StrCat(field, ".welsh"), faults);
  CheckLanguage(text.english(), most, absl::StrCat(field, ".english"), faults);
}

}  // namespace telemachus::registry
