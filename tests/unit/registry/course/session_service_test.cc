#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/course/booking_store.h"
#include "registry/course/session_rules.h"
#include "registry/course/session_store.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_MALFORMED;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_NO_PLACE_LEFT;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";

TEST(SessionRulesTest, TakesATimeOfDayOrNone) {
  v1::CourseSession session;
  session.set_date("2026-12-01");
  const absl::CivilDay today(2026, 11, 22);
  for (const char* time : {"", "00:00", "09:30", "23:59"}) {
    session.set_start_time(time);
    EXPECT_THAT(CheckSession(session, v1::Course(), today), IsOk()) << time;
  }
  for (const char* time : {"24:00", "09:60", "9:30", "09.30", "-9:30", "09:+5", " 9:30"}) {
    session.set_start_time(time);
    EXPECT_THAT(CheckSession(session, v1::Course(), today),
                FaultOn("course_session.start_time", REASON_FIELD_MALFORMED))
        << time;
  }
}

class SessionServiceTest : public Classroom {
 protected:
  absl::StatusOr<v1::CourseSession> Change(const std::string& as, const v1::CourseSession& session,
                                           const std::vector<std::string>& paths) {
    v1::UpdateCourseSessionRequest request;
    *request.mutable_course_session() = session;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::CourseSession>("CourseSessionService/UpdateCourseSession", as, request);
  }
  std::vector<std::string> List(const std::string& as, const v1::ListCourseSessionsRequest& asked) {
    v1::ListCourseSessionsRequest request = asked;
    request.set_page_size(2);
    std::vector<std::string> dates;
    do {
      const auto page = world_.Ask<v1::ListCourseSessionsResponse>(
          "CourseSessionService/ListCourseSessions", as, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return dates;
      for (const auto& session : page->course_sessions()) dates.push_back(session.date());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return dates;
  }
  absl::StatusOr<v1::ListBookingsResponse> Bookings(const std::string& as,
                                                    const std::string& session) {
    v1::ListBookingsRequest request;
    request.set_parent(session);
    return world_.Ask<v1::ListBookingsResponse>("CourseSessionService/ListBookings", as, request);
  }
  int BookedCount(const std::string& session) {
    return GetSession(World::kNational, session)->booked_count();
  }
};

INSTANTIATE_TEST_SUITE_P(All, SessionServiceTest, test::Engines(), test::EngineName);

TEST_P(SessionServiceTest, IsPlannedByWhoKeepsTheCourse) {
  const std::string national = Course(12);
  const std::string in_house = Create("officer", InHouse("POW"))->name();
  EXPECT_THAT(Plan("officer", national, On("2026-12-01")), IsNotPermitted());
  EXPECT_THAT(Plan(World::kNational, in_house, On("2026-12-01")), IsNotPermitted());
  EXPECT_THAT(Plan("officer", "courses/none", On("2026-12-01")), IsNotPermitted());
  const auto session = Plan(World::kNational, national, On("2026-12-01"), kRequestId);
  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(Plan(World::kNational, national, On("2026-12-01"), kRequestId)->name(),
            session->name());
  EXPECT_THAT(Plan(World::kNational, national, On("2026-12-02"), kRequestId),
              HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Plan("officer", in_house, On("2026-12-01")), IsOk());
  EXPECT_EQ(GetSession("ann", session->name())->SerializeAsString(), session->SerializeAsString());
  EXPECT_THAT(GetSession("ann", absl::StrCat(national, "/sessions/none")),
              HasCode(absl::StatusCode::kNotFound));
  for (const char* other : {"officer", "ann", "adviser"}) {
    EXPECT_THAT(Change(other, *session, {"place"}), IsNotPermitted()) << other;
    EXPECT_THAT(CancelSession(other, session->name()), IsNotPermitted()) << other;
    EXPECT_THAT(Bookings(other, session->name()), IsNotPermitted()) << other;
  }
  EXPECT_THAT(CancelSession(World::kNational, absl::StrCat(national, "/sessions/none")),
              IsNotPermitted());
}

TEST_P(SessionServiceTest, ChangesUntilItIsCancelled) {
  const std::string course = Course(12);
  const v1::CourseSession session = *Plan(World::kNational, course, On("2026-12-01"));
  v1::CourseSession change = session;
  change.set_place("By video");
  const auto changed = Change(World::kNational, change, {"place"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->place(), "By video");
  EXPECT_THAT(Change(World::kNational, change, {"place"}), HasReason(REASON_STALE_ETAG));
  change = *changed;
  EXPECT_THAT(Change(World::kNational, change, {"booked_count"}),
              HasReason(REASON_FIELD_MASK_INVALID));
  change.set_date("2029-11-23");
  EXPECT_THAT(Change(World::kNational, change, {"date"}),
              FaultOn("course_session.date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_EQ(GetSession("ann", session.name())->SerializeAsString(), changed->SerializeAsString());
  const int64_t head = world_.Head();
  EXPECT_TRUE(CancelSession(World::kNational, session.name())->cancelled());
  EXPECT_THAT(EventTypes(head), ElementsAre("registry.session.cancelled"));
  change = *changed;
  change.clear_etag();
  EXPECT_THAT(Change(World::kNational, change, {"place"}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(CancelSession(World::kNational, session.name()), HasReason(REASON_WRONG_STATE));
}

TEST_P(SessionServiceTest, StaysOnItsDayOnceAttendanceIsRecorded) {
  const v1::CourseSession session = *Plan(World::kNational, Course(12), On("2026-11-20"));
  ASSERT_THAT(Attend("officer", session.name(), {world_.Person("ann")}), IsOk());
  v1::CourseSession change = session;
  change.set_date("2026-11-19");
  EXPECT_THAT(Change(World::kNational, change, {"date"}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(CancelSession(World::kNational, session.name()), HasReason(REASON_WRONG_STATE));
  change.set_place("Elsewhere");
  EXPECT_THAT(Change(World::kNational, change, {"place"}), IsOk());
}

TEST_P(SessionServiceTest, ListsWhatIsAheadInTheOrderOfDays) {
  const std::string course = Course(12);
  for (const char* date : {"2027-03-01", "2026-12-01", "2026-11-22", "2026-11-21", "2027-01-01"}) {
    ASSERT_THAT(Plan(World::kNational, course, On(date)), IsOk());
  }
  const std::string in_house = Create("officer", InHouse("POW"))->name();
  const std::string booked = Plan("officer", in_house, On("2026-12-24"))->name();
  ASSERT_THAT(Book("ann", booked, world_.Person("ann")), IsOk());
  v1::ListCourseSessionsRequest request;
  request.set_parent(course);
  EXPECT_THAT(List("ann", request),
              ElementsAre("2026-11-22", "2026-12-01", "2027-01-01", "2027-03-01"));
  request.set_parent("courses/-");
  request.set_from_date("2026-12-01");
  EXPECT_THAT(List("ann", request),
              ElementsAre("2026-12-01", "2026-12-24", "2027-01-01", "2027-03-01"));
  request.set_authority(world_.Authority("CRF"));
  EXPECT_THAT(List("cai", request), ElementsAre("2026-12-01", "2027-01-01", "2027-03-01"));
  request.clear_authority();
  request.set_booked_only(true);
  EXPECT_THAT(List("ann", request), ElementsAre("2026-12-24"));
  EXPECT_THAT(List("bea", request), IsEmpty());
  ASSERT_THAT(CancelSession("officer", booked), IsOk());
  EXPECT_THAT(List("ann", request), IsEmpty());
  request.set_show_cancelled(true);
  EXPECT_THAT(List("ann", request), ElementsAre("2026-12-24"));
}

TEST_P(SessionServiceTest, IsBookedByThePersonOrTheirStaff) {
  const std::string session = Plan(World::kNational, Course(12), On("2026-12-01"))->name();
  const std::string ann = world_.Person("ann");
  EXPECT_THAT(Book("ann", session, world_.Person("bea")), IsNotPermitted());
  EXPECT_THAT(Book("officer", session, world_.Person("cai")), IsNotPermitted());
  EXPECT_THAT(Book("officer", session, "people/nobody"), IsNotPermitted());
  EXPECT_THAT(Book("adviser", session, ann), IsNotPermitted());
  EXPECT_THAT(Book("ann", "courses/none/sessions/none", ann), HasCode(absl::StatusCode::kNotFound));
  const int64_t head = world_.Head();
  const auto booking = Book("ann", session, ann, kRequestId);
  ASSERT_THAT(booking, IsOk());
  EXPECT_EQ(Book("ann", session, ann, kRequestId)->name(), booking->name());
  EXPECT_THAT(Book("officer", session, ann), HasReason(REASON_ALREADY_EXISTS));
  ASSERT_THAT(Book("officer", session, world_.Person("bea")), IsOk());
  ASSERT_THAT(Book("officer", session, world_.Person("officer")), IsOk());
  EXPECT_THAT(EventTypes(head), ElementsAre("registry.booking.created", "registry.booking.created",
                                            "registry.booking.created"));
  EXPECT_TRUE(GetSession("ann", session)->booked());
  EXPECT_FALSE(GetSession("cai", session)->booked());
  EXPECT_EQ(GetSession("ann", session)->booked_count(), 0) << "for staff alone";
  EXPECT_EQ(GetSession("officer", session)->booked_count(), 3);
  const auto bookings = Bookings(World::kNational, session);
  ASSERT_EQ(bookings->bookings_size(), 3);
  EXPECT_LT(bookings->bookings(0).person(), bookings->bookings(1).person());
}

TEST_P(SessionServiceTest, GivesAPlaceBackToTheNext) {
  const std::string session = Plan(World::kNational, Course(12), On("2026-12-01", 1))->name();
  const std::string ann = Book("ann", session, world_.Person("ann"))->name();
  EXPECT_TRUE(GetSession("bea", session)->full());
  EXPECT_THAT(Book("bea", session, world_.Person("bea")), HasReason(REASON_NO_PLACE_LEFT));
  EXPECT_EQ(Bookings(World::kNational, session)->bookings_size(), 1) << "as before";
  for (const char* other : {"bea", "cai"}) {
    EXPECT_THAT(CancelBooking(other, ann), IsNotPermitted()) << other;
  }
  EXPECT_THAT(CancelBooking("ann", absl::StrCat(session, "/bookings/nobody")), IsNotPermitted());
  ASSERT_THAT(CancelBooking("ann", ann), IsOk());
  EXPECT_THAT(CancelBooking("ann", ann), IsNotPermitted()) << "is not there any more";
  const auto bea = Book("bea", session, world_.Person("bea"));
  ASSERT_THAT(bea, IsOk());
  ASSERT_THAT(CancelBooking("officer", bea->name()), IsOk());
  EXPECT_EQ(BookedCount(session), 0);
  const std::string cai = Book("cai", session, world_.Person("cai"))->name();
  EXPECT_THAT(CancelBooking("officer", cai), IsNotPermitted());
  EXPECT_THAT(CancelBooking(World::kNational, cai), IsOk());
}

TEST_P(SessionServiceTest, LetsAnOfficerGiveBackAnyPlaceOfTheirOwnCourse) {
  const std::string session =
      Plan("officer", Create("officer", InHouse("POW"))->name(), On("2026-12-01"))->name();
  const auto guest = Book("cai", session, world_.Person("cai"));
  ASSERT_THAT(guest, IsOk());
  EXPECT_THAT(CancelBooking("officer", guest->name()), IsOk());
}

TEST_P(SessionServiceTest, TakesNoBookingsOnceHeldOrCancelled) {
  const std::string course = Course(12);
  const std::string today = Plan(World::kNational, course, On("2026-11-22"))->name();
  const std::string cancelled = Plan(World::kNational, course, On("2026-12-01"))->name();
  const std::string ann = world_.Person("ann");
  const std::string booking = Book("ann", today, ann)->name();
  ASSERT_THAT(CancelSession(World::kNational, cancelled), IsOk());
  EXPECT_THAT(Book("ann", cancelled, ann), HasReason(REASON_WRONG_STATE));
  LiveUntil(absl::CivilDay(2026, 11, 23));
  EXPECT_THAT(Book("bea", today, world_.Person("bea")), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(CancelBooking("ann", booking), HasReason(REASON_WRONG_STATE));
}

TEST_P(SessionServiceTest, UndoesNothingWithFewerPlaces) {
  const v1::CourseSession session = *Plan(World::kNational, Course(12), On("2026-12-01", 3));
  for (const char* subject : {"ann", "bea"}) {
    ASSERT_THAT(Book(subject, session.name(), world_.Person(subject)), IsOk());
  }
  v1::CourseSession change = session;
  change.set_places(1);
  const auto changed = Change(World::kNational, change, {"places"});
  ASSERT_THAT(changed, IsOk()) << "bookings do not change the etag";
  EXPECT_TRUE(changed->full());
  EXPECT_EQ(BookedCount(session.name()), 2);
  EXPECT_THAT(Book("cai", session.name(), world_.Person("cai")), HasReason(REASON_NO_PLACE_LEFT));
}

TEST_P(SessionServiceTest, GivesExactlyItsPlacesToTwoHundredAtOnce) {
  constexpr int kAsking = 200;
  constexpr int kPlaces = 7;
  constexpr int kThreads = 16;
  const std::string session = Plan(World::kNational, Course(12), On("2026-12-01", kPlaces))->name();
  std::string csv = "authority_code,key,subject,given_name,family_name,elected_date\n";
  for (int i = 0; i < kAsking; ++i) {
    absl::StrAppend(&csv, "POW,K", i, ",m", i, ",Some,Member,2022-05-09\n");
  }
  world_.ImportMembers(csv);
  std::atomic<int> next = 0;
  std::atomic<int> booked = 0;
  std::atomic<int> full = 0;
  std::vector<std::thread> askers;
  for (int t = 0; t < kThreads; ++t) {
    askers.emplace_back([&] {
      for (int i = next++; i < kAsking; i = next++) {
        const std::string subject = absl::StrCat("m", i);
        const std::string person = world_.Person(subject);
        absl::StatusOr<v1::Booking> booking;
        do {
          booking = Book(subject, session, person);
        } while (absl::IsAborted(booking.status()) || absl::IsUnavailable(booking.status()));
        if (booking.ok()) ++booked;
        if (status::ReasonOf(booking.status()) == REASON_NO_PLACE_LEFT) ++full;
      }
    });
  }
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(booked, kPlaces);
  EXPECT_EQ(full, kAsking - kPlaces);
  EXPECT_EQ(BookedCount(session), kPlaces);
  EXPECT_EQ(Bookings(World::kNational, session)->bookings_size(), kPlaces);
}

TEST_P(SessionServiceTest, LetsOneOfTwoWritersChangeASession) {
  const std::string session = Plan(World::kNational, Course(12), On("2026-12-01"))->name();
  StoredSession first;
  StoredSession second;
  const auto in = [&](const sql::Body& body) {
    return world_.database().Transact(absl::InfiniteFuture(), body);
  };
  for (StoredSession* stored : {&first, &second}) {
    ASSERT_THAT(in([&](sql::Transaction& transaction) -> absl::Status {
                  auto found = LoadSession(transaction, session, "");
                  if (found.ok()) *stored = *found;
                  return found.status();
                }),
                IsOk());
  }
  const auto save = [&](StoredSession& stored) {
    return in([&](sql::Transaction& transaction) { return SaveSession(transaction, stored); });
  };
  EXPECT_THAT(save(first), IsOk());
  EXPECT_THAT(save(second), HasCode(absl::StatusCode::kAborted));
}

}  // namespace
}  // namespace telemachus::registry
