#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/store/fill_lists.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FILTER_INVALID;
using status::v1::REASON_PAGE_TOKEN_INVALID;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Lists of courses, of their sessions and of who lacks them, as their readers narrow them.
class CourseListsTest : public Classroom {
 protected:
  CourseListsTest() {
    v1::Course provider = National(36);
    provider.set_provider(v1::Course::PROVIDER_ACCREDITED);
    provider.mutable_title()->set_english("Action learning");
    provider.mutable_title()->set_welsh("Dysgu gweithredol, tŷ agored");
    provider.set_provided_by("Prifysgol Y Drindod");
    EXPECT_THAT(Create(World::kNational, provider), IsOk());
    national_ = Course(24);
    EXPECT_THAT(Create("officer", InHouse("POW")), IsOk());
  }

  // The English titles in all pages, or why there are none.
  absl::StatusOr<std::vector<std::string>> Courses(const std::string& filter,
                                                   const std::string& order = "") {
    v1::ListCoursesRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    std::vector<std::string> titles;
    do {
      const auto page =
          world_.Ask<v1::ListCoursesResponse>("CourseService/ListCourses", "ann", request);
      RETURN_IF_ERROR(page.status());
      for (const auto& course : page->courses()) titles.push_back(course.title().english());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return titles;
  }
  absl::StatusOr<std::vector<std::string>> Sessions(const std::string& as,
                                                    const std::string& filter,
                                                    const std::string& order = "") {
    v1::ListCourseSessionsRequest request;
    request.set_parent("courses/-");
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    std::vector<std::string> dates;
    do {
      const auto page = world_.Ask<v1::ListCourseSessionsResponse>(
          "CourseSessionService/ListCourseSessions", as, request);
      RETURN_IF_ERROR(page.status());
      for (const auto& session : page->course_sessions()) dates.push_back(session.date());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return dates;
  }
  absl::StatusOr<std::vector<std::string>> Gaps(const std::string& filter,
                                                const std::string& order = "") {
    v1::ListTrainingGapsRequest request;
    request.set_parent(world_.Authority("POW"));
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page = world_.Ask<v1::ListTrainingGapsResponse>(
          "TrainingGapService/ListTrainingGaps", "officer", request);
      RETURN_IF_ERROR(page.status());
      for (const auto& gap : page->training_gaps()) names.push_back(gap.display_name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  void Register(const std::string& subject) {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer(subject);
    EXPECT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", subject, request), IsOk());
  }

  std::string national_;
};

INSTANTIATE_TEST_SUITE_P(All, CourseListsTest, test::Engines(), test::EngineName);

TEST_P(CourseListsTest, FindCoursesByWhatTheyAre) {
  EXPECT_THAT(*Courses("TY"), ElementsAre("Action learning")) << "in the Welsh title";
  EXPECT_THAT(*Courses("drindod"), ElementsAre("Action learning")) << "by who provides it";
  EXPECT_THAT(*Courses("provider = PROVIDER_IN_HOUSE"), ElementsAre("Peer mentoring"));
  EXPECT_THAT(*Courses("accredits_months >= 24", "accredits_months"),
              ElementsAre("Peer mentoring", "Action learning"));
  EXPECT_THAT(*Courses("authority : * OR refresher = true"), ElementsAre("Peer mentoring"));
  EXPECT_THAT(*Courses("", "title, accredits_months desc"),
              ElementsAre("Action learning", "Peer mentoring", "Peer mentoring"));
  EXPECT_THAT(Courses("etag = 1"), FaultOn("filter", REASON_FILTER_INVALID));
  EXPECT_THAT(Courses("", "etag"), FaultOn("order_by", REASON_FILTER_INVALID));
}

TEST_P(CourseListsTest, FindSessionsByWhatTheyAre) {
  v1::CourseSession english = On("2027-01-01", 1);
  english.set_language_code("en-GB");
  english.set_place("Tŷ Cyngor");
  ASSERT_THAT(Plan(World::kNational, national_, On("2026-12-01", 5)), IsOk());
  const auto full = Plan(World::kNational, national_, english);
  ASSERT_THAT(full, IsOk());
  ASSERT_THAT(Book("ann", full->name(), world_.Person("ann")), IsOk());
  EXPECT_THAT(*Sessions("ann", "full = false"), ElementsAre("2026-12-01"));
  EXPECT_THAT(*Sessions("ann", "booked = true"), ElementsAre("2027-01-01"));
  EXPECT_THAT(*Sessions("bea", "booked = true"), IsEmpty()) << "each asks for themselves";
  EXPECT_THAT(*Sessions("ann", "\"TY CYNGOR\""), ElementsAre("2027-01-01"));
  EXPECT_THAT(*Sessions("ann", "language_code = cy AND date < 2027-01-01"),
              ElementsAre("2026-12-01"));
  EXPECT_THAT(*Sessions("ann", "", "places"), ElementsAre("2027-01-01", "2026-12-01"));
  EXPECT_THAT(*Sessions("ann", "", "date desc"), ElementsAre("2027-01-01", "2026-12-01"));
}

// How many places are booked is shown to staff alone, and can be asked for by them alone.
TEST_P(CourseListsTest, AreNoOracleForWhatTheReaderIsNotShown) {
  ASSERT_THAT(Plan(World::kNational, national_, On("2026-12-01", 5)), IsOk());
  ASSERT_THAT(Plan(World::kNational, national_, On("2027-01-01", 2)), IsOk());
  EXPECT_THAT(*Sessions("officer", "places_left > 2"), ElementsAre("2026-12-01"));
  EXPECT_THAT(*Sessions("officer", "booked_count = 0", "places_left"),
              ElementsAre("2027-01-01", "2026-12-01"));
  for (const char* filter : {"places_left > 2", "booked_count = 0", "NOT booked_count > 1"}) {
    EXPECT_THAT(Sessions("ann", filter), HasReason(REASON_FILTER_INVALID)) << filter;
  }
  EXPECT_THAT(Sessions("ann", "", "places_left"), HasReason(REASON_FILTER_INVALID));
  for (const char* filter : {"party : *", "gender : *", "first_seat : *", "email : *"}) {
    EXPECT_THAT(Gaps(filter), HasReason(REASON_FILTER_INVALID)) << filter;
  }
}

TEST_P(CourseListsTest, FindGapsByWhatIsMissing) {
  Register("ann");
  Register("bea");
  ASSERT_THAT(Train("officer", world_.Person("bea"), national_, "2025-01-10"), IsOk());
  EXPECT_THAT(*Gaps("kind = KIND_NOT_ACCREDITED"), ElementsAre("Ann Pugh"));
  EXPECT_THAT(*Gaps("kind = KIND_LAPSING OR evans"), ElementsAre("Bea Évans"));
  EXPECT_THAT(*Gaps("accredited_until_date < 2027-06-01"), ElementsAre("Bea Évans"));
  EXPECT_THAT(*Gaps("required = true", "display_name desc"), ElementsAre("Bea Évans", "Ann Pugh"));
  EXPECT_THAT(*Gaps("", "kind desc"), ElementsAre("Bea Évans", "Ann Pugh"));
  EXPECT_THAT(Gaps("kind = LAPSED"), FaultOn("filter", REASON_FILTER_INVALID));
}

TEST_P(CourseListsTest, HaveNoGapOfWhoLeftTheRegister) {
  Register("ann");
  EXPECT_THAT(*Gaps(""), ElementsAre("Ann Pugh"));
  v1::DeleteMentorRequest request;
  request.set_name(world_.Offer("ann").name());
  ASSERT_THAT(world_.Ask<google::protobuf::Empty>("MentorService/DeleteMentor", "ann", request),
              IsOk());
  EXPECT_THAT(*Gaps(""), IsEmpty());
}

TEST_P(CourseListsTest, FillInRowsFromBefore) {
  ASSERT_THAT(Plan(World::kNational, national_, On("2026-12-01")), IsOk());
  Register("ann");
  const absl::Time soon = absl::Now() + absl::Seconds(60);
  ASSERT_THAT(world_.database().Transact(
                  soon,
                  [](sql::Transaction& transaction) -> absl::Status {
                    for (const char* blank :
                         {"UPDATE courses SET listed = 0, words = '', title_key = '', provider = 0",
                          "UPDATE course_sessions SET listed = 0, words = '', language_code = ''",
                          "UPDATE mentors SET listed = 0, skills = '', willing = 0, places = 0"}) {
                      RETURN_IF_ERROR(transaction.Execute(blank, {}).status());
                    }
                    return absl::OkStatus();
                  }),
              IsOk());
  EXPECT_THAT(*Courses("drindod"), IsEmpty());
  ASSERT_THAT(world_.database().Transact(soon, &FillLists), IsOk());
  EXPECT_THAT(*Courses("drindod AND provider = PROVIDER_ACCREDITED"),
              ElementsAre("Action learning"));
  EXPECT_THAT(*Sessions("ann", "llandrindod AND language_code = cy"), ElementsAre("2026-12-01"));
  v1::ListMentorsRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_filter("willing = true AND skills : communication AND places = 2");
  const auto mentors =
      world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", "officer", request);
  ASSERT_THAT(mentors, IsOk());
  EXPECT_EQ(mentors->mentors_size(), 1);
}

TEST_P(CourseListsTest, RefuseAPageOfAnotherFilter) {
  v1::ListCoursesRequest request;
  request.set_page_size(1);
  const auto page =
      world_.Ask<v1::ListCoursesResponse>("CourseService/ListCourses", "ann", request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_filter("accredits_months > 0");
  EXPECT_THAT(world_.Ask<v1::ListCoursesResponse>("CourseService/ListCourses", "ann", request),
              HasReason(REASON_PAGE_TOKEN_INVALID));
}

}  // namespace
}  // namespace telemachus::registry
