#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_TRAINING_CLASSROOM_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_TRAINING_CLASSROOM_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/timer_kinds.h"
#include "registry/training/accreditation.h"
#include "registry/training/accreditation_rules.h"
#include "telemachus/registry/v1/course.pb.h"
#include "telemachus/registry/v1/training.pb.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {

// A world with what every test of courses asks for, on an engine. Today is 22 November 2026.
class Classroom : public testing::TestWithParam<std::string> {
 protected:
  Classroom() { Populate(world_); }

  // A course for mentors that accredits for some months, of the national body.
  static v1::Course National(int months) {
    v1::Course course;
    course.mutable_title()->set_english("Peer mentoring");
    course.mutable_title()->set_welsh("Mentora cymheiriaid");
    course.set_provider(v1::Course::PROVIDER_NATIONAL_BODY);
    course.set_accredits_months(months);
    return course;
  }
  static v1::Course Refresher(int months) {
    v1::Course course = National(months);
    course.set_refresher(true);
    return course;
  }
  // One that an authority gives to its own.
  v1::Course InHouse(const std::string& code) {
    v1::Course course = National(0);
    course.set_provider(v1::Course::PROVIDER_IN_HOUSE);
    course.set_authority(world_.Authority(code));
    return course;
  }

  absl::StatusOr<v1::Course> Create(const std::string& as, const v1::Course& course,
                                    const std::string& request_id = "") {
    v1::CreateCourseRequest request;
    *request.mutable_course() = course;
    request.set_request_id(request_id);
    return world_.Ask<v1::Course>("TrainingService/CreateCourse", as, request);
  }
  std::string Course(int months) { return Create(World::kNational, National(months))->name(); }
  absl::StatusOr<v1::Course> Get(const std::string& course) {
    v1::GetCourseRequest request;
    request.set_name(course);
    return world_.Ask<v1::Course>("CourseService/GetCourse", "ann", request);
  }
  absl::StatusOr<v1::Course> Update(const std::string& as, const v1::Course& course,
                                    const std::vector<std::string>& paths) {
    v1::UpdateCourseRequest request;
    *request.mutable_course() = course;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::Course>("CourseService/UpdateCourse", as, request);
  }
  absl::StatusOr<v1::Course> Approve(const std::string& as, const std::string& course, int months) {
    v1::ApproveCourseRequest request;
    request.set_name(course);
    request.set_accredits_months(months);
    return world_.Ask<v1::Course>("CourseService/ApproveCourse", as, request);
  }
  absl::StatusOr<v1::Course> End(const std::string& as, const std::string& course,
                                 const std::string& end_date = "") {
    v1::EndCourseRequest request;
    request.set_name(course);
    request.set_end_date(end_date);
    return world_.Ask<v1::Course>("CourseService/EndCourse", as, request);
  }

  static v1::CourseSession On(const std::string& date, int places = 10) {
    v1::CourseSession session;
    session.set_date(date);
    session.set_start_time("09:30");
    session.set_place("County Hall, Llandrindod");
    session.set_language_code("cy");
    session.set_places(places);
    return session;
  }
  absl::StatusOr<v1::CourseSession> Plan(const std::string& as, const std::string& course,
                                         const v1::CourseSession& session,
                                         const std::string& request_id = "") {
    v1::CreateCourseSessionRequest request;
    request.set_parent(course);
    *request.mutable_course_session() = session;
    request.set_request_id(request_id);
    return world_.Ask<v1::CourseSession>("CourseSessionService/CreateCourseSession", as, request);
  }
  absl::StatusOr<v1::CourseSession> GetSession(const std::string& as, const std::string& session) {
    v1::GetCourseSessionRequest request;
    request.set_name(session);
    return world_.Ask<v1::CourseSession>("CourseSessionService/GetCourseSession", as, request);
  }
  absl::StatusOr<v1::CourseSession> CancelSession(const std::string& as,
                                                  const std::string& session) {
    v1::CancelCourseSessionRequest request;
    request.set_name(session);
    return world_.Ask<v1::CourseSession>("CourseSessionService/CancelCourseSession", as, request);
  }
  absl::StatusOr<v1::Booking> Book(const std::string& as, const std::string& session,
                                   const std::string& person, const std::string& request_id = "") {
    v1::CreateBookingRequest request;
    request.set_parent(session);
    request.mutable_booking()->set_person(person);
    request.set_request_id(request_id);
    return world_.Ask<v1::Booking>("CourseSessionService/CreateBooking", as, request);
  }
  absl::StatusOr<v1::Booking> CancelBooking(const std::string& as, const std::string& booking) {
    v1::CancelBookingRequest request;
    request.set_name(booking);
    return world_.Ask<v1::Booking>("CourseSessionService/CancelBooking", as, request);
  }
  absl::StatusOr<v1::RecordAttendanceResponse> Attend(const std::string& as,
                                                      const std::string& session,
                                                      const std::vector<std::string>& people) {
    v1::RecordAttendanceRequest request;
    request.set_name(session);
    for (const std::string& person : people) request.add_people(person);
    return world_.Ask<v1::RecordAttendanceResponse>("AttendanceService/RecordAttendance", as,
                                                    request);
  }

  absl::StatusOr<v1::TrainingRecord> Train(const std::string& as, const std::string& person,
                                           const std::string& course, const std::string& day,
                                           const std::string& session = "") {
    v1::CreateTrainingRecordRequest request;
    request.set_parent(person);
    request.mutable_training_record()->set_course(course);
    request.mutable_training_record()->set_attended_date(day);
    request.mutable_training_record()->set_session(session);
    return world_.Ask<v1::TrainingRecord>("TrainingService/CreateTrainingRecord", as, request);
  }
  absl::StatusOr<v1::TrainingRecord> Withdraw(const std::string& as, const std::string& record) {
    v1::WithdrawTrainingRecordRequest request;
    request.set_name(record);
    return world_.Ask<v1::TrainingRecord>("AttendanceService/WithdrawTrainingRecord", as, request);
  }
  std::vector<v1::TrainingRecord> Records(const std::string& as, const std::string& person) {
    v1::ListTrainingRecordsRequest request;
    request.set_parent(person);
    const auto page = world_.Ask<v1::ListTrainingRecordsResponse>(
        "TrainingService/ListTrainingRecords", as, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    return {page->training_records().begin(), page->training_records().end()};
  }

  v1::Mentor Register(const std::string& subject) {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer(subject);
    return *world_.Ask<v1::Mentor>("MentorService/CreateMentor", subject, request);
  }
  // Until when a registered mentor is accredited.
  std::string AccreditedUntil(const std::string& subject) {
    v1::GetMentorRequest request;
    request.set_name(world_.Offer(subject).name());
    return world_.Ask<v1::Mentor>("MentorService/GetMentor", World::kNational, request)
        ->accredited_until_date();
  }

  // Moves the clock to noon of a day and fires what is due.
  int LiveUntil(absl::CivilDay day) {
    world_.clock().Set(time::StartOf(day) + absl::Hours(12));
    return *timers_.FireDue();
  }
  // The types of events after a number, in their order.
  std::vector<std::string> EventTypes(int64_t after) {
    std::vector<std::string> types;
    for (const auto& event : world_.Events(after)) types.push_back(event.type());
    return types;
  }

  World world_{GetParam()};
  timer::Timers timers_{world_.database(),
                        world_.clock(),
                        {{kAccreditationFirstReminderTimer, RemindOfLapse(kFirstReminderDays)},
                         {kAccreditationLastReminderTimer, RemindOfLapse(kLastReminderDays)},
                         {kAccreditationLapsedTimer, &TellOfLapse}}};
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_TRAINING_CLASSROOM_H_
