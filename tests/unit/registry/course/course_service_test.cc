#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/course/course_store.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::UnorderedElementsAre;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";

class CourseServiceTest : public Classroom {
 protected:
  std::vector<std::string> List(const v1::ListCoursesRequest& asked) {
    v1::ListCoursesRequest request = asked;
    request.set_page_size(2);
    std::vector<std::string> names;
    do {
      const auto page =
          world_.Ask<v1::ListCoursesResponse>("CourseService/ListCourses", "ann", request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return names;
      for (const v1::Course& course : page->courses()) names.push_back(course.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(All, CourseServiceTest, test::Engines(), test::EngineName);

TEST_P(CourseServiceTest, IsKeptByTheNationalBodyOrInHouseByTheAuthority) {
  v1::Course accredited = National(12);
  accredited.set_provider(v1::Course::PROVIDER_ACCREDITED);
  accredited.set_provided_by("Mentoring Ltd");
  struct Case {
    const char* as;
    v1::Course course;
    bool kept;
  };
  for (const Case& c :
       {Case{World::kNational, National(12), true}, Case{World::kNational, accredited, true},
        Case{World::kNational, InHouse("POW"), false}, Case{"officer", National(12), false},
        Case{"officer", accredited, false}, Case{"officer", InHouse("POW"), true},
        Case{"officer", InHouse("CRF"), false}, Case{"ann", InHouse("POW"), false},
        Case{"adviser", National(12), false}}) {
    const auto created = Create(c.as, c.course);
    if (!c.kept) {
      EXPECT_THAT(created, IsNotPermitted()) << c.as << c.course.ShortDebugString();
      continue;
    }
    ASSERT_THAT(created, IsOk()) << c.as << c.course.ShortDebugString();
    EXPECT_EQ(created->etag(), "1");
    EXPECT_EQ(Get(created->name())->SerializeAsString(), created->SerializeAsString());
    for (const char* other : {"ann", "adviser"}) {
      EXPECT_THAT(Update(other, *created, {"title"}), IsNotPermitted()) << other;
      EXPECT_THAT(End(other, created->name()), IsNotPermitted()) << other;
    }
  }
  EXPECT_THAT(Get("courses/none"), HasCode(absl::StatusCode::kNotFound));
  v1::Course nowhere = InHouse("POW");
  nowhere.set_authority("authorities/none");
  EXPECT_THAT(Create("officer", nowhere), IsNotPermitted());
}

TEST_P(CourseServiceTest, IsAddedOnceForOneRequest) {
  const auto course = Create(World::kNational, National(12), kRequestId);
  EXPECT_EQ(Create(World::kNational, National(12), kRequestId)->name(), course->name());
  EXPECT_THAT(Create(World::kNational, National(24), kRequestId),
              HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(CourseServiceTest, NamesFieldsThatContradictEachOther) {
  v1::Course course = National(12);
  course.set_authority(world_.Authority("POW"));
  EXPECT_THAT(Create(World::kNational, course), FaultOn("course.authority", REASON_FIELD_CONFLICT));
  course = InHouse("POW");
  course.clear_authority();
  EXPECT_THAT(Create("officer", course), FaultOn("course.authority", REASON_FIELD_REQUIRED));
  course = National(12);
  course.set_provider(v1::Course::PROVIDER_ACCREDITED);
  EXPECT_THAT(Create(World::kNational, course),
              FaultOn("course.provided_by", REASON_FIELD_REQUIRED));
  course = National(12);
  course.add_audiences(v1::Course::AUDIENCE_MENTEE);
  EXPECT_THAT(Create(World::kNational, course),
              FaultOn("course.accredits_months", REASON_FIELD_CONFLICT));
  course.add_audiences(v1::Course::AUDIENCE_MENTOR);
  EXPECT_THAT(Create(World::kNational, course), IsOk());
  course.add_audiences(v1::Course::AUDIENCE_MENTEE);
  EXPECT_THAT(Create(World::kNational, course),
              FaultOn("course.audiences[2]", REASON_FIELD_REPEATED));
  course = Refresher(0);
  course.add_audiences(v1::Course::AUDIENCE_OFFICER);
  EXPECT_THAT(Create(World::kNational, course), FaultOn("course.refresher", REASON_FIELD_CONFLICT));
  course = National(12);
  course.set_end_date("2026-11-22");
  EXPECT_THAT(Create(World::kNational, course),
              FaultOn("course.end_date", REASON_FIELD_OUT_OF_RANGE));
}

TEST_P(CourseServiceTest, AccreditsInHouseByTheNationalBodysWordAlone) {
  v1::Course asked = InHouse("POW");
  asked.set_accredits_months(12);
  EXPECT_THAT(Create("officer", asked), FaultOn("course.accredits_months", REASON_FIELD_CONFLICT));
  const v1::Course course = *Create("officer", InHouse("POW"));
  v1::Course change = course;
  change.set_accredits_months(12);
  EXPECT_THAT(Update("officer", change, {"accredits_months"}),
              HasReason(REASON_FIELD_MASK_INVALID));
  EXPECT_THAT(Approve("officer", course.name(), 12), IsNotPermitted());
  EXPECT_THAT(Approve("english", course.name(), 12), IsNotPermitted());
  EXPECT_THAT(Approve(World::kNational, "courses/none", 12), IsNotPermitted());

  const std::string ann = world_.Person("ann");
  EXPECT_EQ(Train("officer", ann, course.name(), "2026-11-01")->accredited_until_date(), "");
  const auto approved = Approve(World::kNational, course.name(), 12);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->accredits_months(), 12);
  EXPECT_EQ(Train("officer", ann, course.name(), "2026-11-02")->accredited_until_date(),
            "2027-11-02");
  change = *approved;
  change.set_refresher(true);
  EXPECT_THAT(Update("officer", change, {"refresher"}), HasReason(REASON_WRONG_STATE));
  change = *approved;
  change.mutable_title()->set_english("Mentoring here");
  EXPECT_EQ(Update("officer", change, {"title"})->accredits_months(), 12);
  ASSERT_THAT(Approve(World::kNational, course.name(), 0), IsOk());
  EXPECT_EQ(Train("officer", ann, course.name(), "2026-11-03")->accredited_until_date(), "");
  EXPECT_THAT(Approve(World::kNational, Course(12), 24), HasReason(REASON_WRONG_STATE));
  v1::Course orientation = InHouse("POW");
  orientation.add_audiences(v1::Course::AUDIENCE_MENTEE);
  EXPECT_THAT(Approve(World::kNational, Create("officer", orientation)->name(), 12),
              HasReason(REASON_WRONG_STATE));
}

TEST_P(CourseServiceTest, ChangesWhatMayBeChanged) {
  const v1::Course course = *Create(World::kNational, National(12));
  v1::Course change = course;
  change.set_accredits_months(24);
  change.mutable_title()->set_english("Mentoring anew");
  const auto changed = Update(World::kNational, change, {"accredits_months"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->accredits_months(), 24);
  EXPECT_EQ(changed->title().english(), "Peer mentoring");
  EXPECT_THAT(Update(World::kNational, change, {"title"}), HasReason(REASON_STALE_ETAG));
  change = *changed;
  change.set_provider(v1::Course::PROVIDER_IN_HOUSE);
  change.set_authority(world_.Authority("POW"));
  EXPECT_THAT(Update(World::kNational, change, {"provider", "authority"}),
              HasReason(REASON_FIELD_MASK_INVALID));
  change = *changed;
  change.set_end_date("2030-01-01");
  EXPECT_THAT(Update(World::kNational, change, {"end_date"}), HasReason(REASON_FIELD_MASK_INVALID));
  change.set_name("courses/none");
  EXPECT_THAT(Update(World::kNational, change, {"title"}), IsNotPermitted());
  EXPECT_EQ(Get(course.name())->SerializeAsString(), changed->SerializeAsString()) << "as before";
}

TEST_P(CourseServiceTest, LetsOneOfTwoWritersChangeACourse) {
  const v1::Course course = *Create(World::kNational, National(12));
  StoredCourse first;
  StoredCourse second;
  const auto in = [&](const sql::Body& body) {
    return world_.database().Transact(absl::InfiniteFuture(), body);
  };
  const auto load = [&](StoredCourse& into) {
    return in([&](sql::Transaction& transaction) -> absl::Status {
      auto found = LoadCourse(transaction, course.name());
      if (found.ok()) into = *found;
      return found.status();
    });
  };
  const auto save = [&](StoredCourse& stored) {
    return in([&](sql::Transaction& transaction) { return SaveCourse(transaction, stored); });
  };
  ASSERT_THAT(load(first), IsOk());
  ASSERT_THAT(load(second), IsOk());
  EXPECT_THAT(save(first), IsOk());
  EXPECT_THAT(save(second), HasCode(absl::StatusCode::kAborted));
}

TEST_P(CourseServiceTest, EndsWhenNoSessionLiesAhead) {
  const std::string course = Course(12);
  const std::string session = Plan(World::kNational, course, On("2026-12-10"))->name();
  EXPECT_THAT(End(World::kNational, course, "2026-11-21"),
              FaultOn("end_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(End(World::kNational, course), HasReason(REASON_WRONG_STATE));
  EXPECT_EQ(End(World::kNational, course, "2026-12-11")->end_date(), "2026-12-11");
  ASSERT_THAT(CancelSession(World::kNational, session), IsOk());
  EXPECT_EQ(End(World::kNational, course)->end_date(), "2026-11-22");
  EXPECT_THAT(End(World::kNational, course, "2027-01-01"), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Plan(World::kNational, course, On("2026-12-10")),
              FaultOn("course_session.date", REASON_FIELD_OUT_OF_RANGE));
}

TEST_P(CourseServiceTest, ListsThoseOpenToAnAudienceAndAnAuthority) {
  const std::string mentors = Course(12);
  v1::Course orientation = National(0);
  orientation.add_audiences(v1::Course::AUDIENCE_MENTEE);
  orientation.add_audiences(v1::Course::AUDIENCE_OFFICER);
  const std::string mentees = Create(World::kNational, orientation)->name();
  const std::string in_house = Create("officer", InHouse("POW"))->name();
  const std::string ended = Course(12);
  ASSERT_THAT(End(World::kNational, ended), IsOk());
  v1::ListCoursesRequest request;
  EXPECT_THAT(List(request), UnorderedElementsAre(mentors, mentees, in_house));
  request.set_audience(v1::Course::AUDIENCE_OFFICER);
  EXPECT_THAT(List(request), UnorderedElementsAre(mentees));
  request.set_audience(v1::Course::AUDIENCE_MENTOR);
  request.set_show_ended(true);
  EXPECT_THAT(List(request), UnorderedElementsAre(mentors, in_house, ended));
  request.set_authority(world_.Authority("CRF"));
  EXPECT_THAT(List(request), UnorderedElementsAre(mentors, ended));
}

}  // namespace
}  // namespace telemachus::registry
