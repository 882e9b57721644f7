#ifndef TELEMACHUS_REGISTRY_COURSE_COURSE_RULES_H_
#define TELEMACHUS_REGISTRY_COURSE_COURSE_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Who keeps courses, and what may be said of them. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// Whether an authority gives the course to its own people.
bool IsInHouse(const v1::Course& course);

// For whom the course is: a course that does not say so is for mentors.
bool IsFor(const v1::Course& course, v1::Course::Audience audience);

// Whether the course is given no more on a day.
bool HasEnded(const v1::Course& course, absl::string_view day);

// Whether the caller adds, changes and ends the course and its sessions: an officer of the
// authority in `place` where it is in-house, else national staff, for no national body has courses
// of its own. A new course that does not say whose it is passes with any officer, who is then told.
bool KeepsCourse(const access::Caller& caller, const v1::Course& course,
                 const access::Scope& place);

// Whether the caller records who attended: who keeps the course, the nation's staff for an in-house
// one, and officers for their own people where it is not.
bool RecordsAttendance(const access::Caller& caller, const v1::Course& course,
                       const access::Scope& place);

// Whether the fields of a course go together: INVALID_ARGUMENT naming each that does not.
absl::Status CheckCourse(const v1::Course& course);

// The same of a new one: no in-house course accredits from the beginning, none has ended.
absl::Status CheckNewCourse(const v1::Course& course, absl::string_view today);

// Whether a course may change so: INVALID_ARGUMENT on `update_mask` for what never changes by this,
// FAILED_PRECONDITION for what an approval holds.
absl::Status CheckCourseChange(const v1::Course& from, const v1::Course& to);

// Whether a course may be approved: FAILED_PRECONDITION otherwise.
absl::Status CheckApproval(const v1::Course& course, int months, absl::string_view today);

// Whether a course may end on `end_date`: INVALID_ARGUMENT or FAILED_PRECONDITION otherwise.
absl::Status CheckEnd(const v1::Course& course, absl::string_view end_date,
                      absl::string_view today);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_COURSE_RULES_H_
