#ifndef TELEMACHUS_COMMON_TIME_CIVIL_H_
#define TELEMACHUS_COMMON_TIME_CIVIL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

// Civil dates as the programme means them, in Europe/London, and their wire forms.
namespace telemachus::time {

// The programme's time zone, Europe/London.
absl::TimeZone Zone();
// The civil date of a moment in the programme's time zone.
absl::CivilDay DayOf(absl::Time moment);
// The first moment of a civil date in the programme's time zone.
absl::Time StartOf(absl::CivilDay day);

// "2026-11-22". ParseDate gives INVALID_ARGUMENT for anything that is not one existing day.
std::string FormatDate(absl::CivilDay day);
absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view text);

// `months` later by the calendar; the last day of the month where the day does not exist.
absl::CivilDay AddMonths(absl::CivilDay day, int months);
// `days` working days (Monday to Friday) later.
absl::CivilDay AddWorkingDays(absl::CivilDay day, int days);

// Timestamps, to the microsecond.
google::protobuf::Timestamp ToProto(absl::Time moment);
absl::Time FromProto(const google::protobuf::Timestamp& timestamp);

}  // namespace telemachus::time

#endif  // TELEMACHUS_COMMON_TIME_CIVIL_H_
