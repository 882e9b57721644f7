#include "common/field/shape.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/time/civil.h"
#include "unicode/uloc.h"

namespace telemachus::field {
namespace {

// Of an e-mail address, after RFC 5321.
constexpr size_t kMaxEmail = 254;
constexpr size_t kMaxMailbox = 64;
constexpr size_t kMaxDomainLabel = 63;
// Longest locale id that ICU makes of a tag; a longer tag is refused.
constexpr size_t kMaxLocale = 160;

bool IsLowerHex(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

bool IsLowerOrDigit(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }

bool IsUuid4(absl::string_view text) {
  constexpr absl::string_view kForm = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           if (form == 'x') return IsLowerHex(c);
           if (form == 'v') return c == '8' || c == '9' || c == 'a' || c == 'b';
           return c == form;
         });
}

// Whether ICU reads the whole of `text` as one BCP 47 tag.
bool IsLanguageTag(const std::string& text) {
  if (!std::all_of(text.begin(), text.end(),
                   [](char c) { return absl::ascii_isalnum(c) || c == '-'; })) {
    return false;
  }
  std::array<char, kMaxLocale> locale;
  int32_t read = 0;
  UErrorCode error = U_ZERO_ERROR;
  uloc_forLanguageTag(text.c_str(), locale.data(), locale.size(), &read, &error);
  return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING &&
         static_cast<size_t>(read) == text.size();
}

bool IsLanguage(const std::string& text, bool any) {
  return any ? IsLanguageTag(text) : text == "cy" || text == "en-GB";
}

bool IsCode(absl::string_view text) {
  return absl::ascii_islower(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
           return IsLowerOrDigit(c) || c == '-';
         });
}

// Calls `takes` for what stands between the dots; false once it says no.
template <typename Takes>
bool EachPart(absl::string_view text, Takes takes) {
  while (true) {
    const size_t dot = text.find('.');
    if (!takes(text.substr(0, dot))) return false;
    if (dot == absl::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool IsAtom(absl::string_view part) {
  constexpr absl::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return !part.empty() && std::all_of(part.begin(), part.end(), [&](char c) {
    return absl::ascii_isalnum(c) || kOthers.find(c) != absl::string_view::npos;
  });
}

bool IsDomainLabel(absl::string_view part) {
  return !part.empty() && part.size() <= kMaxDomainLabel && part.front() != '-' &&
         part.back() != '-' && std::all_of(part.begin(), part.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '-';
         });
}

bool IsEmail(absl::string_view text) {
  const size_t at = text.rfind('@');
  if (text.size() > kMaxEmail || at == absl::string_view::npos || at > kMaxMailbox) return false;
  const absl::string_view domain = text.substr(at + 1);
  return EachPart(text.substr(0, at), IsAtom) && EachPart(domain, IsDomainLabel) &&
         domain.find('.') != absl::string_view::npos;
}

}  // namespace

bool HasShape(const std::string& text, const FieldPlan& plan) {
  switch (plan.format) {
    case v1::FORMAT_RESOURCE:
      return id::Matches(text, plan.resource);
    case v1::FORMAT_DATE:
      return time::ParseDate(text).ok();
    case v1::FORMAT_UUID4:
      return IsUuid4(text);
    case v1::FORMAT_LANGUAGE:
      return IsLanguage(text, plan.any_language);
    case v1::FORMAT_CODE:
      return IsCode(text);
    case v1::FORMAT_EMAIL:
      return IsEmail(text);
    default:
      return true;
  }
}

std::string ShapeInWords(const FieldPlan& plan) {
  switch (plan.format) {
    case v1::FORMAT_RESOURCE:
      return absl::StrCat("must be a resource name like ", plan.resource);
    case v1::FORMAT_DATE:
      return "must be an existing day, written YYYY-MM-DD";
    case v1::FORMAT_UUID4:
      return "must be a version 4 UUID in lower case";
    case v1::FORMAT_LANGUAGE:
      return plan.any_language ? "must be a BCP 47 language tag" : "must be cy or en-GB";
    case v1::FORMAT_CODE:
      return "must be lower-case letters, digits and hyphens, beginning with a letter";
    case v1::FORMAT_EMAIL:
      return "must be an e-mail address";
    default:
      return "must be a text";
  }
}

}  // namespace telemachus::field
