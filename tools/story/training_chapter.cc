#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/trace/span.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/training.pb.h"
#include "tools/story/chapters.h"

namespace telemachus::story {
namespace {

using namespace registry::v1;  // NOLINT: the chapter is about the registry

constexpr size_t kUntrained = 2;  // mentors who skip the course, to be removed by that rule

std::string Today() { return time::FormatDate(time::DayOf(absl::Now())); }

absl::StatusOr<CourseSession> Plan(World& world) {
  CreateCourseRequest course;
  course.mutable_course()->mutable_title()->set_welsh("Mentora cymheiriaid: techneg ac arddull");
  course.mutable_course()->mutable_title()->set_english("Peer mentoring: technique and style");
  course.mutable_course()->set_provider(Course::PROVIDER_NATIONAL_BODY);
  course.mutable_course()->set_accredits_months(36);
  ASSIGN_OR_RETURN(auto created,
                   world.staff->Does<Course>("adds a course that accredits for three years.",
                                             "registry.v1.TrainingService/CreateCourse", course));
  CreateCourseSessionRequest session;
  session.set_parent(created.name());
  session.mutable_course_session()->set_date(Today());
  session.mutable_course_session()->set_start_time("09:30");
  session.mutable_course_session()->set_place("Neuadd y Sir / County Hall");
  session.mutable_course_session()->set_places(static_cast<int>(world.mentors.size()));
  return world.staff->Does<CourseSession>(
      absl::StrCat("plans it for ", Today(), " at 09:30, for ", world.mentors.size(), " people."),
      "registry.v1.CourseSessionService/CreateCourseSession", session);
}

absl::Status Book(World& world, const CourseSession& session, size_t count) {
  const trace::Span span("story BookPlaces");
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < count; ++i) {
    CreateBookingRequest request;
    request.set_parent(session.name());
    request.mutable_booking()->set_person(world.mentors[i]->person());
    RETURN_IF_ERROR(world.mentors[i]
                        ->Call<Booking>("registry.v1.CourseSessionService/CreateBooking", request)
                        .status());
  }
  world.telling().Done(absl::StrCat(count, " mentors book a place; ", kUntrained, " do not come."),
                       absl::Now() - start);
  return absl::OkStatus();
}

absl::Status RecordAttendance(World& world, const CourseSession& session, size_t count) {
  const trace::Span span("story RecordAttendance");
  RecordAttendanceRequest request;
  request.set_name(session.name());
  for (size_t i = 0; i < count; ++i) request.add_people(world.mentors[i]->person());
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(auto response, world.staff->Call<RecordAttendanceResponse>(
                                      "registry.v1.AttendanceService/RecordAttendance", request));
  for (const AttendanceResult& result : response.results()) {
    if (result.outcome() == AttendanceResult::OUTCOME_RECORDED) continue;
    return absl::InternalError(absl::StrCat("row ", result.index(), " was not recorded"));
  }
  world.telling().Done(
      absl::StrCat(world.staff->name(), " records who attended: ", count,
                   " mentors are accredited until ",
                   response.results(0).training_record().accredited_until_date(), "."),
      absl::Now() - start);
  return absl::OkStatus();
}

absl::Status CountGaps(World& world) {
  SummarizeTrainingGapsRequest request;
  request.set_parent(world.region);
  request.set_page_size(500);
  ASSIGN_OR_RETURN(auto summary,
                   world.adviser->Does<SummarizeTrainingGapsResponse>(
                       "asks who in the region has yet to be trained.",
                       "registry.v1.TrainingGapService/SummarizeTrainingGaps", request));
  int missing = 0;
  for (const TrainingGapCounts& counts : summary.counts()) missing += counts.not_accredited();
  world.telling().Note(absl::StrCat(missing, " mentors, whatever their experience"));
  return absl::OkStatus();
}

}  // namespace

absl::Status TellTraining(World& world) {
  const size_t trained = world.mentors.size() - kUntrained;
  ASSIGN_OR_RETURN(const CourseSession session, Plan(world));
  RETURN_IF_ERROR(Book(world, session, trained));
  RETURN_IF_ERROR(RecordAttendance(world, session, trained));
  return CountGaps(world);
}

}  // namespace telemachus::story
