#include "common/text/fold.h"

#include <cstdint>
#include <cstdlib>

#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace telemachus::text {
namespace {

using Instance = const icu::Normalizer2* (*)(UErrorCode&);

// The tables stand in ICU itself; without them there is no program.
const icu::Normalizer2& Load(Instance instance) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const normalizer = instance(error);
  if (U_FAILURE(error)) std::abort();
  return *normalizer;
}

icu::UnicodeString Normalize(const icu::Normalizer2& normalizer, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString normal = normalizer.normalize(text, error);
  if (U_FAILURE(error)) std::abort();  // out of memory
  return normal;
}

icu::UnicodeString WithoutMarks(const icu::UnicodeString& text) {
  icu::UnicodeString rest;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 character = text.char32At(at);
    if (u_charType(character) != U_NON_SPACING_MARK) rest.append(character);
  }
  return rest;
}

bool IsPlain(absl::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::string Fold(absl::string_view text) {
  std::string key;
  if (IsPlain(text)) {
    key.assign(text.data(), text.size());
    for (char& c : key) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return key;
  }
  static const icu::Normalizer2& fold = Load(&icu::Normalizer2::getNFKCCasefoldInstance);
  static const icu::Normalizer2& take_apart = Load(&icu::Normalizer2::getNFDInstance);
  static const icu::Normalizer2& put_together = Load(&icu::Normalizer2::getNFCInstance);
  const auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString bare = WithoutMarks(Normalize(take_apart, Normalize(fold, unicode)));
  Normalize(put_together, bare).toUTF8String(key);
  return key;
}

}  // namespace telemachus::text
