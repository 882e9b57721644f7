#include "evaluation/report/period_rules.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::evaluation {
namespace {

constexpr char kToDate[] = "to-date";
constexpr size_t kYearLength = 4;     // "2026"
constexpr size_t kQuarterLength = 7;  // "2026-Q4"
constexpr int kMonthsAQuarter = 3;
constexpr int kQuarters = 4;

absl::Status NoPeriod(absl::string_view words) {
  return status::FieldFault("period", status::v1::REASON_FIELD_OUT_OF_RANGE, words);
}

Period Quarter(int year, int quarter) {
  Period period;
  period.sort = Period::Sort::kQuarter;
  period.text = absl::StrCat(year, "-Q", quarter);
  period.edition = period.text;
  period.first = absl::CivilDay(year, (quarter - 1) * kMonthsAQuarter + 1, 1);
  period.end = time::AddMonths(period.first, kMonthsAQuarter);
  return period;
}

Period Year(int year) {
  Period period;
  period.sort = Period::Sort::kYear;
  period.text = absl::StrCat(year);
  period.edition = period.text;
  period.first = absl::CivilDay(year, 1, 1);
  period.end = absl::CivilDay(year + 1, 1, 1);
  return period;
}

Period ToDate(absl::CivilDay today) {
  Period period;
  period.sort = Period::Sort::kToDate;
  period.text = kToDate;
  period.edition = absl::StrCat(kToDate, "/", time::FormatDate(today));
  period.first = absl::CivilDay(kFirstYear, 1, 1);
  period.end = today + 1;
  return period;
}

bool IsYear(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

}  // namespace

absl::StatusOr<Period> ParsePeriod(absl::string_view text, absl::CivilDay today) {
  if (text == kToDate) return ToDate(today);
  const bool is_quarter = text.size() == kQuarterLength && text.substr(kYearLength, 2) == "-Q" &&
                          text.back() >= '1' && text.back() <= '0' + kQuarters;
  int year = 0;
  if ((!is_quarter && text.size() != kYearLength) || !IsYear(text.substr(0, kYearLength)) ||
      !absl::SimpleAtoi(text.substr(0, kYearLength), &year) || year < kFirstYear) {
    return NoPeriod("must be a quarter \"2026-Q4\", a year \"2026\" or \"to-date\"");
  }
  Period period = is_quarter ? Quarter(year, text.back() - '0') : Year(year);
  if (period.end > today) return NoPeriod("must have ended");
  return period;
}

std::vector<std::string> PartsOf(const Period& period, absl::CivilDay earliest) {
  std::vector<std::string> parts;
  if (period.sort == Period::Sort::kQuarter) return parts;
  const absl::CivilDay from = std::max(period.first, earliest);
  for (auto year = from.year(); absl::CivilDay(year, 1, 1) < period.end; ++year) {
    const Period whole = Year(static_cast<int>(year));
    if (period.sort == Period::Sort::kToDate && whole.end < period.end) {
      parts.push_back(whole.text);
      continue;
    }
    for (int number = 1; number <= kQuarters; ++number) {
      const Period quarter = Quarter(static_cast<int>(year), number);
      // To date ends with today, which no ended quarter holds.
      const bool ended = period.sort == Period::Sort::kYear || quarter.end < period.end;
      if (ended && quarter.end > from) parts.push_back(quarter.text);
    }
  }
  return parts;
}

}  // namespace telemachus::evaluation
