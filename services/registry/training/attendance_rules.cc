#include "registry/training/attendance_rules.h"

#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/course/course_rules.h"
#include "registry/course/session_rules.h"
#include "registry/training/accreditation_rules.h"

namespace telemachus::registry {
namespace {

void CheckSessionNamed(const v1::TrainingRecord& asked,
                       const std::optional<v1::CourseSession>& session,
                       status::FieldFaults& faults) {
  if (asked.session().empty()) return;
  if (!session.has_value() || session->cancelled() || CourseOf(asked.session()) != asked.course()) {
    faults.Add("training_record.session", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no session of the course that was held");
  } else if (session->date() != asked.attended_date()) {
    faults.Add("training_record.attended_date", status::v1::REASON_FIELD_CONFLICT,
               "must be the day of the session");
  }
}

}  // namespace

absl::Status CheckAttendance(const v1::TrainingRecord& asked,
                             const std::optional<v1::Course>& course,
                             const std::optional<v1::CourseSession>& session, absl::Time now) {
  status::FieldFaults faults;
  if (!course.has_value()) {
    faults.Add("training_record.course", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no course of the register");
  }
  if (asked.attended_date() > time::FormatDate(time::DayOf(now))) {
    faults.Add("training_record.attended_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must not be in the future");
  } else if (course.has_value() && HasEnded(*course, asked.attended_date())) {
    faults.Add("training_record.attended_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must be before the course ended");
  }
  CheckSessionNamed(asked, session, faults);
  return faults.ToStatus();
}

StoredRecord RecordOf(const std::string& name, const v1::TrainingRecord& asked,
                      const v1::Course& course, absl::Time now) {
  StoredRecord stored;
  stored.record = asked;
  stored.record.set_name(name);
  *stored.record.mutable_create_time() = time::ToProto(now);
  stored.gives_until = GivesUntil(course, asked.attended_date());
  stored.refresher = course.refresher();
  stored.orients = IsFor(course, v1::Course::AUDIENCE_MENTEE);
  return stored;
}

}  // namespace telemachus::registry
