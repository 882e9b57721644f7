#include "registry/course/session_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/course/course_rules.h"

namespace telemachus::registry {
namespace {

bool IsNumberBelow(absl::string_view digits, int bound) {
  int number = 0;
  return absl::ascii_isdigit(digits[0]) && absl::ascii_isdigit(digits[1]) &&
         absl::SimpleAtoi(digits, &number) && number < bound;
}

// "09:30".
bool IsTimeOfDay(absl::string_view text) {
  return text.size() == 5 && text[2] == ':' && IsNumberBelow(text.substr(0, 2), 24) &&
         IsNumberBelow(text.substr(3), 60);
}

}  // namespace

std::string CourseOf(absl::string_view name) {
  return std::string(name.substr(0, name.find("/sessions/")));
}

std::string SessionOf(absl::string_view booking) {
  return std::string(booking.substr(0, booking.find("/bookings/")));
}

absl::Status CheckSession(const v1::CourseSession& session, const v1::Course& course,
                          absl::CivilDay today) {
  status::FieldFaults faults;
  if (!session.start_time().empty() && !IsTimeOfDay(session.start_time())) {
    faults.Add("course_session.start_time", status::v1::REASON_FIELD_MALFORMED,
               "must be a time of day, HH:MM");
  }
  if (HasEnded(course, session.date())) {
    faults.Add("course_session.date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must be before the course ends");
  } else if (session.date() > time::FormatDate(time::AddMonths(today, kMostMonthsAhead))) {
    faults.Add("course_session.date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must be within three years");
  }
  return faults.ToStatus();
}

absl::Status CheckSessionChange(const v1::CourseSession& from, const v1::CourseSession& to,
                                bool attended) {
  if (from.cancelled()) return status::WrongState(from.name(), "cancelled");
  return attended && to.date() != from.date() ? status::WrongState(from.name(), "attended")
                                              : absl::OkStatus();
}

absl::Status CheckBookable(const v1::CourseSession& session, absl::string_view today) {
  if (session.cancelled()) return status::WrongState(session.name(), "cancelled");
  return CheckReturnable(session, today);
}

absl::Status CheckReturnable(const v1::CourseSession& session, absl::string_view today) {
  return absl::string_view(session.date()) < today ? status::WrongState(session.name(), "held")
                                                   : absl::OkStatus();
}

absl::Status CheckAttendable(const v1::CourseSession& session, absl::string_view today) {
  if (session.cancelled()) return status::WrongState(session.name(), "cancelled");
  return absl::string_view(session.date()) > today ? status::WrongState(session.name(), "ahead")
                                                   : absl::OkStatus();
}

bool SeesBookings(const access::Caller& caller) {
  for (const auto role :
       {access::Role::ROLE_OFFICER, access::Role::ROLE_ADVISER, access::Role::ROLE_NATIONAL}) {
    if (caller.Has(role)) return true;
  }
  return false;
}

void Veil(const access::Caller& caller, v1::CourseSession& session) {
  if (!SeesBookings(caller)) session.clear_booked_count();
}

}  // namespace telemachus::registry
