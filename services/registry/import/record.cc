#include "registry/import/record.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/field/text.h"
#include "common/time/civil.h"

namespace telemachus::registry {
namespace {

constexpr size_t kCodeLength = 40;
constexpr size_t kDateLength = 10;
constexpr size_t kEmailLength = 254;
constexpr int kHighestNumber = 999;

v1::OddKind KindOf(field::TextFault fault) {
  return fault == field::TextFault::kTooLong ? v1::ODD_KIND_VALUE_TOO_LONG
                                             : v1::ODD_KIND_VALUE_MALFORMED;
}

// Something before and after one "@", and no space. The mail system is the judge of the rest.
bool IsEmail(absl::string_view text) {
  const size_t at = text.find('@');
  return at != absl::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == absl::string_view::npos &&
         text.find_first_of(" \t\n") == absl::string_view::npos;
}

// "06/05/2021" as "2021-05-06"; other texts come out as no date.
std::string YearFirst(absl::string_view text) {
  if (text.size() != kDateLength || text[2] != '/' || text[5] != '/') return "-";
  return absl::StrCat(text.substr(6, 4), "-", text.substr(3, 2), "-", text.substr(0, 2));
}

}  // namespace

void Record::Taken(v1::OddKind kind, absl::string_view column) {
  report_.Odd(line(), kind, column, v1::OddRow::OUTCOME_TAKEN);
}

void Record::TakenWithout(v1::OddKind kind, absl::string_view column) {
  report_.Odd(line(), kind, column, v1::OddRow::OUTCOME_TAKEN_WITHOUT);
}

void Record::Reject(v1::OddKind kind, absl::string_view column) {
  report_.Odd(line(), kind, column, v1::OddRow::OUTCOME_REJECTED);
  if (!std::exchange(rejected_, true)) report_.Rejected(line());
}

void Record::Unfit(v1::OddKind kind, absl::string_view column, bool needed) {
  if (needed) {
    Reject(kind, column);
  } else {
    TakenWithout(kind, column);
  }
}

std::optional<std::string> Record::Text(absl::string_view column, size_t most, bool needed) {
  std::string text(absl::StripAsciiWhitespace(row_[column]));
  if (text.empty()) {
    if (needed) Reject(v1::ODD_KIND_VALUE_MISSING, column);
    return std::nullopt;
  }
  std::optional<std::string> normal;
  const field::TextFault fault = field::Inspect(text, most, normal);
  if (fault != field::TextFault::kNone) {
    Unfit(KindOf(fault), column, needed);
    return std::nullopt;
  }
  return normal.has_value() ? *std::move(normal) : std::move(text);
}

std::string Record::Needed(absl::string_view column, size_t most) {
  return Text(column, most, /*needed=*/true).value_or("");
}

std::string Record::Optional(absl::string_view column, size_t most) {
  return Text(column, most, /*needed=*/false).value_or("");
}

std::string Record::AuthorityCode(const std::string& otherwise) {
  std::string code = otherwise.empty() ? Needed("authority_code", kCodeLength)
                                       : Optional("authority_code", kCodeLength);
  return code.empty() ? otherwise : code;
}

std::string Record::Date(absl::string_view column) {
  const absl::string_view text = absl::StripAsciiWhitespace(row_[column]);
  if (text.empty()) return "";
  if (time::ParseDate(text).ok()) return std::string(text);
  TakenWithout(v1::ODD_KIND_DATE_MALFORMED, column);
  return "";
}

std::string Record::DayFirstDate(absl::string_view column) {
  const absl::string_view text = absl::StripAsciiWhitespace(row_[column]);
  if (text.empty()) return "";
  std::string date = YearFirst(text);
  if (time::ParseDate(date).ok()) return date;
  TakenWithout(v1::ODD_KIND_DATE_MALFORMED, column);
  return "";
}

std::optional<int> Record::Number(absl::string_view column, bool needed) {
  const absl::string_view text = absl::StripAsciiWhitespace(row_[column]);
  int number = 0;
  if (text.empty()) {
    if (needed) Reject(v1::ODD_KIND_VALUE_MISSING, column);
    return std::nullopt;
  }
  if (absl::SimpleAtoi(text, &number) && number >= 1 && number <= kHighestNumber) return number;
  Unfit(v1::ODD_KIND_NUMBER_MALFORMED, column, needed);
  return std::nullopt;
}

std::string Record::Email(absl::string_view column) {
  std::string text = Optional(column, kEmailLength);
  if (text.empty() || IsEmail(text)) return text;
  TakenWithout(v1::ODD_KIND_VALUE_MALFORMED, column);
  return "";
}

}  // namespace telemachus::registry
