#include "common/time/civil.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/status/status.h"

namespace telemachus::time {
namespace {

constexpr char kZoneName[] = "Europe/London";
// "YYYY-MM-DD"
constexpr size_t kDateLength = 10;
// What google.protobuf.Timestamp can say: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
constexpr int kWorkingDaysAWeek = 5;

absl::TimeZone LoadZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kZoneName, &zone)) {
    // Going on in UTC would shift every date of the summer half of the year, unnoticed.
    static_cast<void>(
        std::fputs("The time zone Europe/London is missing: install tzdata.\n", stderr));
    std::abort();
  }
  return zone;
}

// The number that `text` writes in digits alone; false if anything else stands there.
bool ReadDigits(absl::string_view text, int& number) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(text, &number);
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

absl::TimeZone Zone() {
  static const absl::TimeZone zone = LoadZone();
  return zone;
}

absl::CivilDay DayOf(absl::Time moment) { return absl::ToCivilDay(moment, Zone()); }

absl::Time StartOf(absl::CivilDay day) {
  const absl::TimeZone::TimeInfo at = Zone().At(absl::CivilSecond(day));
  return at.kind == absl::TimeZone::TimeInfo::SKIPPED ? at.trans : at.pre;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() == kDateLength && text[4] == '-' && text[7] == '-' &&
      ReadDigits(text.substr(0, 4), year) && ReadDigits(text.substr(5, 2), month) &&
      ReadDigits(text.substr(8, 2), day) && year > 0) {
    // CivilDay carries 30 February over into March.
    const absl::CivilDay date(year, month, day);
    if (date.month() == month && date.day() == day) return date;
  }
  return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_FIELD_MALFORMED,
                       "must be an existing day, written YYYY-MM-DD");
}

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month) + (std::min(day.day(), last.day()) - 1);
}

absl::CivilDay AddWorkingDays(absl::CivilDay day, int days) {
  if (days == 0) return day;
  const int step = days > 0 ? 1 : -1;
  // From a weekend one counts as from the working day before it (after it, if backwards).
  while (IsWeekend(day)) day -= step;
  day += 7 * static_cast<absl::civil_diff_t>(days / kWorkingDaysAWeek);
  for (int rest = days % kWorkingDaysAWeek; rest != 0; rest -= step) {
    do {
      day += step;
    } while (IsWeekend(day));
  }
  return day;
}

google::protobuf::Timestamp ToProto(absl::Time moment) {
  const absl::Time within =
      std::clamp(moment, absl::FromUnixSeconds(kFirstSecond), absl::FromUnixSeconds(kLastSecond));
  const int64_t seconds = absl::ToUnixSeconds(within);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      1000 * static_cast<int>(absl::ToInt64Microseconds(within - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  const absl::Time exact =
      absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  return absl::UnixEpoch() + absl::Floor(exact - absl::UnixEpoch(), absl::Microseconds(1));
}

}  // namespace telemachus::time
