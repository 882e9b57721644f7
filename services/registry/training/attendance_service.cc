#include "registry/training/attendance_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/course/course_rules.h"
#include "registry/course/course_store.h"
#include "registry/course/keeping.h"
#include "registry/course/session_rules.h"
#include "registry/course/session_store.h"
#include "registry/training/attendance_rules.h"
#include "registry/training/recording.h"

namespace telemachus::registry {
namespace {

// A session that was held, and the course of which it was one.
struct Held {
  v1::Course course;
  v1::CourseSession session;
};

// Proves the relation: the caller records attendance of the session. NotPermitted() otherwise, and
// if there is no such session.
absl::StatusOr<Held> RequireHeld(sql::Transaction& transaction, const rpc::Call& call,
                                 const std::string& name, absl::Time now) {
  absl::StatusOr<StoredSession> session = LoadSession(transaction, name, call.person());
  if (absl::IsNotFound(session.status())) return call.Require(false);
  RETURN_IF_ERROR(session.status());
  ASSIGN_OR_RETURN(StoredCourse course, LoadCourse(transaction, CourseOf(name)));
  ASSIGN_OR_RETURN(const access::Scope place, PlaceOfCourse(transaction, course.course, now));
  RETURN_IF_ERROR(call.Require(RecordsAttendance(call.caller(), course.course, place)));
  return Held{std::move(course.course), std::move(session->session)};
}

v1::TrainingRecord Asked(const Held& held) {
  v1::TrainingRecord asked;
  asked.set_course(held.course.name());
  asked.set_session(held.session.name());
  asked.set_attended_date(held.session.date());
  return asked;
}

// Records one row under the name `record`. An error is no row's fault and ends the whole.
absl::StatusOr<v1::AttendanceResult> RecordRow(sql::Transaction& transaction, const rpc::Call& call,
                                               const Held& held, const std::string& record,
                                               absl::Time now) {
  v1::AttendanceResult result;
  const std::string person = record.substr(0, record.find("/trainingRecords/"));
  const absl::StatusOr<Sighting> seen = RequireTrainee(transaction, call, person, now);
  if (absl::IsPermissionDenied(seen.status())) {
    result.set_outcome(v1::AttendanceResult::OUTCOME_NOT_PERMITTED);
    return result;
  }
  RETURN_IF_ERROR(seen.status());
  absl::StatusOr<v1::TrainingRecord> known =
      FindAttendance(transaction, held.session.name(), person);
  if (known.ok()) {
    result.set_outcome(v1::AttendanceResult::OUTCOME_KNOWN);
    *result.mutable_training_record() = *std::move(known);
    return result;
  }
  if (!absl::IsNotFound(known.status())) return known.status();
  StoredRecord stored = RecordOf(record, Asked(held), held.course, now);
  RETURN_IF_ERROR(Record(transaction, seen->stored, stored, now));
  result.set_outcome(v1::AttendanceResult::OUTCOME_RECORDED);
  *result.mutable_training_record() = std::move(stored.record);
  return result;
}

}  // namespace

absl::StatusOr<v1::RecordAttendanceResponse> AttendanceService::RecordAttendance(
    const rpc::Call& call, const v1::RecordAttendanceRequest& request) {
  const absl::Time now = means_.Now();
  std::vector<std::string> records;
  for (const std::string& person : request.people()) {
    records.push_back(absl::StrCat(person, "/trainingRecords/", means_.ids.Next()));
  }
  v1::RecordAttendanceResponse response;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        response.Clear();
        ASSIGN_OR_RETURN(const Held held, RequireHeld(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckAttendable(held.session, time::FormatDate(time::DayOf(now))));
        for (int i = 0; i < request.people_size(); ++i) {
          ASSIGN_OR_RETURN(auto result, RecordRow(transaction, call, held, records[i], now));
          result.set_index(i);
          *response.add_results() = std::move(result);
        }
        return absl::OkStatus();
      }));
  return response;
}

}  // namespace telemachus::registry
