#include "registry/training/accreditation_rules.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "common/time/civil.h"

namespace telemachus::registry {
namespace {

// The last day on which a refresher renews an accreditation; empty if there was none.
std::string RenewableUntil(absl::string_view until) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(until);
  return day.ok() ? time::FormatDate(time::AddMonths(*day, kRefresherGraceMonths)) : "";
}

}  // namespace

std::string GivesUntil(const v1::Course& course, absl::string_view attended_date) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(attended_date);
  if (course.accredits_months() == 0 || !day.ok()) return "";
  return time::FormatDate(time::AddMonths(*day, course.accredits_months()));
}

Accreditation Accredit(const std::vector<Attendance>& attended) {
  // On the same day, what accredits comes before what renews.
  std::vector<size_t> order(attended.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::tie(attended[a].attended_date, attended[a].refresher, attended[a].record) <
           std::tie(attended[b].attended_date, attended[b].refresher, attended[b].record);
  });
  Accreditation made;
  made.by_record.resize(attended.size());
  for (const size_t i : order) {
    const Attendance& attendance = attended[i];
    if (attendance.refresher && attendance.attended_date > RenewableUntil(made.until)) continue;
    made.by_record[i] = attendance.gives_until;
    made.until = std::max(made.until, attendance.gives_until);
  }
  return made;
}

LapseDays LapseDaysOf(absl::string_view until, absl::CivilDay today) {
  LapseDays days;
  const absl::StatusOr<absl::CivilDay> last = time::ParseDate(until);
  if (!last.ok() || *last < today) return days;
  if (*last - kFirstReminderDays > today) days.first_reminder = *last - kFirstReminderDays;
  days.last_reminder = std::max(*last - kLastReminderDays, today);
  days.lapsed = *last + 1;
  return days;
}

bool LapsesWithin(absl::string_view until, absl::CivilDay today, int days) {
  const absl::StatusOr<absl::CivilDay> last = time::ParseDate(until);
  return last.ok() && *last >= today && *last - today <= days;
}

}  // namespace telemachus::registry
