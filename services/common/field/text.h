#ifndef TELEMACHUS_COMMON_FIELD_TEXT_H_
#define TELEMACHUS_COMMON_FIELD_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

// Texts as Unicode: normalised to NFC, counted in characters (code points).
namespace telemachus::field {

// The most combining marks that may follow each other, as in the stream-safe format of UAX #15:
// no language needs more, and sorting very many takes quadratic time.
inline constexpr size_t kMaxMarksInARow = 30;

// What is wrong with a text.
enum class TextFault {
  kNone,
  // More than the allowed characters.
  kTooLong,
  // Control characters other than line break and tab.
  kControl,
  // Not UTF-8, or too many combining marks in a row.
  kNotText,
};

// Looks at `text`; where it is not in NFC, gives its normal form in `normal`, to which the result
// then applies.
TextFault Inspect(const std::string& text, size_t max_characters,
                  std::optional<std::string>& normal);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_TEXT_H_
