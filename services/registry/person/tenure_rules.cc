#include "registry/person/tenure_rules.h"

#include <algorithm>

#include "common/time/civil.h"

namespace telemachus::registry {
namespace {

// `months` after a date; empty if it is none.
std::string MonthsAfter(absl::string_view date, int months) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(date);
  return day.ok() ? time::FormatDate(time::AddMonths(*day, months)) : std::string();
}

std::string DaysAfter(absl::string_view date, int days) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(date);
  return day.ok() ? time::FormatDate(*day + days) : std::string();
}

}  // namespace

std::string DayBefore(absl::string_view date) { return DaysAfter(date, -1); }
std::string DayAfter(absl::string_view date) { return DaysAfter(date, 1); }

bool IsPresent(absl::string_view start_date, absl::string_view end_date, absl::string_view day) {
  return start_date <= day && (end_date.empty() || end_date >= day);
}

bool IsPresent(const v1::Membership& membership, absl::string_view day) {
  return IsPresent(membership.start_date(), membership.end_date(), day);
}

bool IsRecent(const v1::Membership& membership, absl::string_view day) {
  if (IsPresent(membership, day)) return true;
  return !membership.end_date().empty() && absl::string_view(membership.end_date()) < day &&
         MonthsAfter(membership.end_date(), kMostFormerMonths) >= day;
}

std::string LastMentoringDay(const StoredMembership& seat, const PolicyBook& policies) {
  const std::string& end = seat.membership.end_date();
  if (end.empty()) return "";
  return MonthsAfter(end, policies.On(seat.PlaceOn(end).authority, end).former_member_months());
}

std::string LastMentoringDay(const StoredPerson& stored, const PolicyBook& policies,
                             absl::string_view day) {
  std::string last;
  if (IsMember(stored, day)) return last;
  for (const StoredMembership& seat : stored.memberships) {
    last = std::max(last, LastMentoringDay(seat, policies));
  }
  return last;
}

bool IsMember(const StoredPerson& stored, absl::string_view day) {
  return std::any_of(
      stored.memberships.begin(), stored.memberships.end(),
      [day](const StoredMembership& seat) { return IsPresent(seat.membership, day); });
}

std::set<std::string> AuthoritiesLeft(const StoredPerson& stored, absl::string_view day) {
  std::set<std::string> left;
  for (const StoredMembership& seat : stored.memberships) {
    if (!IsPresent(seat.membership, day) && IsRecent(seat.membership, day)) {
      left.insert(seat.PlaceOn(seat.membership.end_date()).authority);
    }
  }
  return left;
}

}  // namespace telemachus::registry
