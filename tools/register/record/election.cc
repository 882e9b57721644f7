#include "tools/register/record/election.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace telemachus::record {
namespace {

constexpr int kDaysToRetirement = 4;

}  // namespace

absl::CivilDay FirstThursday(absl::civil_year_t year, int month) {
  return absl::NextWeekday(absl::CivilDay(year, month, 1) - 1, absl::Weekday::thursday);
}

absl::CivilDay ElectionBefore(absl::CivilDay election, int terms) {
  return FirstThursday(election.year() - terms * kTermYears, election.month());
}

absl::CivilDay RetirementAfter(absl::CivilDay election) { return election + kDaysToRetirement; }
absl::CivilDay ElectionOf(absl::CivilDay retirement) { return retirement - kDaysToRetirement; }

std::string FormatSlashed(absl::CivilDay day) {
  return absl::StrFormat("%02d/%02d/%04d", day.day(), day.month(), day.year());
}

absl::StatusOr<absl::CivilDay> ParseSlashed(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int day = 0;
  int month = 0;
  int year = 0;
  if (parts.size() == 3 && absl::SimpleAtoi(parts[0], &day) && absl::SimpleAtoi(parts[1], &month) &&
      absl::SimpleAtoi(parts[2], &year) && year >= 1900 && year < 10'000) {
    const absl::CivilDay parsed(year, month, day);
    // CivilDay carries the 31st of April over into May.
    if (parsed.day() == day && parsed.month() == month) return parsed;
  }
  return absl::InvalidArgumentError("a date is not an existing day as dd/mm/yyyy");
}

}  // namespace telemachus::record
