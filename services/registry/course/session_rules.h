#ifndef TELEMACHUS_REGISTRY_COURSE_SESSION_RULES_H_
#define TELEMACHUS_REGISTRY_COURSE_SESSION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/training.pb.h"

// What may be said of a session, and when it may be booked. Pure.
namespace telemachus::registry {

// `courses/{course}` of the name of anything below a course; `courses/{course}/sessions/{session}`
// of the name of a booking.
std::string CourseOf(absl::string_view name);
std::string SessionOf(absl::string_view booking);

// How far ahead sessions are planned.
inline constexpr int kMostMonthsAhead = 36;

// Whether a session of the course may be held so: INVALID_ARGUMENT naming each field that is wrong.
absl::Status CheckSession(const v1::CourseSession& session, const v1::Course& course,
                          absl::CivilDay today);

// Whether a session may be changed to another: a cancelled one never, and the day only before
// attendance is recorded. FAILED_PRECONDITION otherwise.
absl::Status CheckSessionChange(const v1::CourseSession& from, const v1::CourseSession& to,
                                bool attended);

// Whether places may be booked or given back: neither once it is held, and none booked of a
// cancelled one. FAILED_PRECONDITION otherwise.
absl::Status CheckBookable(const v1::CourseSession& session, absl::string_view today);
absl::Status CheckReturnable(const v1::CourseSession& session, absl::string_view today);

// Whether attendance may be recorded: from its day on, if it was not cancelled. FAILED_PRECONDITION
// otherwise.
absl::Status CheckAttendable(const v1::CourseSession& session, absl::string_view today);

// Whether the caller sees how many places are booked: staff do.
bool SeesBookings(const access::Caller& caller);

// Takes out what the caller does not see: how many are booked is for staff.
void Veil(const access::Caller& caller, v1::CourseSession& session);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_SESSION_RULES_H_
