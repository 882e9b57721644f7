#include "common/field/text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "unicode/bytestream.h"
#include "unicode/normalizer2.h"
#include "unicode/stringpiece.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace telemachus::field {
namespace {

// The canonical decomposition of one character has at most four, so a text of more than four
// times the bound stays above it when it is composed.
constexpr size_t kMaxDecomposition = 4;

bool IsControl(UChar32 c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

const icu::Normalizer2& Nfc() {
  static const icu::Normalizer2* const nfc = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* const instance = icu::Normalizer2::getNFCInstance(error);
    if (U_FAILURE(error)) std::abort();  // ICU holds these tables itself
    return instance;
  }();
  return *nfc;
}

// What a walk over the characters finds.
struct Survey {
  size_t characters = 0;
  TextFault fault = TextFault::kNone;
};

Survey Look(const std::string& text) {
  Survey survey;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  size_t marks = 0;
  for (int32_t i = 0; i < size; ++survey.characters) {
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    marks = c >= 0 && u_getCombiningClass(c) != 0 ? marks + 1 : 0;
    if (c < 0 || marks > kMaxMarksInARow) {
      survey.fault = TextFault::kNotText;
      return survey;
    }
    if (IsControl(c)) survey.fault = TextFault::kControl;
  }
  return survey;
}

TextFault InspectAscii(const std::string& text, size_t max_characters) {
  if (text.size() > max_characters) return TextFault::kTooLong;
  const bool control = std::any_of(text.begin(), text.end(), [](char c) { return IsControl(c); });
  return control ? TextFault::kControl : TextFault::kNone;
}

bool IsAscii(const std::string& text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

}  // namespace

TextFault Inspect(const std::string& text, size_t max_characters,
                  std::optional<std::string>& normal) {
  if (text.size() > max_characters * kMaxDecomposition * U8_MAX_LENGTH) return TextFault::kTooLong;
  if (IsAscii(text)) return InspectAscii(text, max_characters);
  Survey survey = Look(text);
  if (survey.fault != TextFault::kNone) return survey.fault;
  if (survey.characters > max_characters * kMaxDecomposition) return TextFault::kTooLong;
  UErrorCode error = U_ZERO_ERROR;
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  if (!Nfc().isNormalizedUTF8(piece, error)) {
    normal.emplace();
    icu::StringByteSink<std::string> sink(&*normal);
    Nfc().normalizeUTF8(0, piece, sink, nullptr, error);
    survey = Look(*normal);
  }
  if (U_FAILURE(error)) return TextFault::kNotText;
  return survey.characters > max_characters ? TextFault::kTooLong : survey.fault;
}

}  // namespace telemachus::field
