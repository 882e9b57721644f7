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

std::string RecentSince(absl::string_view day) {
  const std::string since = MonthsAfter(day, -kMostFormerMonths);
  // 28 February is a year before 29 February, but the year that begins there ends a day earlier.
  return MonthsAfter(since, kMostFormerMonths) < day ? DayAfter(since) : since;
}

std::string LastFormerDay(const StoredMembership& seat, const PolicyBook& policies) {
  const std::string& end = seat.membership.end_date();
  if (end.empty()) return "";
  return MonthsAfter(end, policies.On(seat.PlaceOn(end).authority, end).former_member_months());
}

std::string LastMentoringDay(const StoredMembership& seat, const PolicyBook& policies) {
  if (seat.membership.leaving() != v1::Membership::LEAVING_DID_NOT_STAND) return "";
  return LastFormerDay(seat, policies);
}

std::string LastMentoringDay(const StoredPerson& stored, const PolicyBook& policies,
                             absl::string_view day) {
  std::string last;
  if (IsMember(stored, day)) return last;
  for (const StoredMembership& seat : stored.memberships) {
    if (absl::string_view(seat.membership.end_date()) >= day) continue;  // is still to come
    last = std::max(last, LastMentoringDay(seat, policies));
  }
  return last;
}

std::string LastDayInOffice(const StoredPerson& stored, absl::string_view day) {
  std::string last;
  for (const StoredMembership& seat : stored.memberships) {
    const v1::Membership& membership = seat.membership;
    if (absl::string_view(membership.start_date()) > day) continue;
    if (membership.end_date().empty()) return "";
    last = std::max(last, membership.end_date());
  }
  return last;
}

std::string NextTurn(const StoredPerson& stored, const PolicyBook& policies,
                     absl::string_view day) {
  std::string next;
  const auto consider = [&](const std::string& turn) {
    if (absl::string_view(turn) > day && (next.empty() || turn < next)) next = turn;
  };
  for (const StoredMembership& seat : stored.memberships) {
    const v1::Membership& membership = seat.membership;
    consider(membership.start_date());
    consider(DayAfter(membership.end_date()));
    consider(DayAfter(LastMentoringDay(seat, policies)));
    for (const v1::MemberRole& role : membership.roles()) {
      consider(role.start_date());
      consider(DayAfter(role.end_date()));
    }
  }
  return next;
}

std::set<std::string> AuthoritiesServed(const StoredPerson& stored, absl::string_view day) {
  std::set<std::string> served;
  for (const StoredMembership& seat : stored.memberships) {
    if (!IsRecent(seat.membership, day)) continue;
    served.insert(seat.PlaceOn(day).authority);
    // Who left is judged by the last day in office.
    const std::string& end = seat.membership.end_date();
    if (!end.empty()) served.insert(seat.PlaceOn(end).authority);
  }
  return served;
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
