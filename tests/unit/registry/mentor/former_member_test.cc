// Former members as mentors, to the day, as services and the mentors themselves learn of it.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/mentor/farewell.h"
#include "registry/person/changes.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kAsked[] = "registry.mentoring_invitation.created";
constexpr char kEnding[] = "registry.mentor.ending";
constexpr char kChanged[] = "registry.mentor.changed";

class FormerMemberTest : public testing::TestWithParam<std::string> {
 protected:
  FormerMemberTest()
      : timers_(world_.database(), world_.clock(),
                {{kMentorTurnsTimer, &PersonChanged}, {kMentorEndingTimer, &FollowTenure}}) {
    Populate(world_);
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer("ann");
    name_ = request.mentor().name();
    EXPECT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", request), IsOk());
    Train();
    seen_ = world_.Head();
  }

  void Train() {
    v1::CreateCourseRequest course;
    course.mutable_course()->mutable_title()->set_english("Mentoring");
    course.mutable_course()->set_provider(v1::Course::PROVIDER_NATIONAL_BODY);
    course.mutable_course()->set_accredits_months(60);
    v1::CreateTrainingRecordRequest record;
    record.set_parent(world_.Person("ann"));
    record.mutable_training_record()->set_attended_date("2026-11-01");
    const auto created =
        world_.Ask<v1::Course>("TrainingService/CreateCourse", World::kNational, course);
    ASSERT_THAT(created, IsOk());
    record.mutable_training_record()->set_course(created->name());
    ASSERT_THAT(
        world_.Ask<v1::TrainingRecord>("TrainingService/CreateTrainingRecord", "officer", record),
        IsOk());
  }
  void Leave(const std::string& end_date,
             v1::Membership::Leaving leaving = v1::Membership::LEAVING_DID_NOT_STAND) {
    v1::GetPersonRequest get;
    get.set_name(world_.Person("ann"));
    v1::EndMembershipRequest end;
    end.set_name(
        world_.Ask<v1::Person>("PersonService/GetPerson", "ann", get)->memberships(0).name());
    end.set_end_date(end_date);
    end.set_leaving(leaving);
    ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", end),
                IsOk());
  }
  void SayYes() {
    v1::UpdateMentorRequest request;
    request.mutable_mentor()->set_name(name_);
    request.mutable_mentor()->set_former_member_willing(true);
    request.mutable_update_mask()->add_paths("former_member_willing");
    ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/UpdateMentor", "ann", request), IsOk());
  }
  v1::MentorFacts Facts() {
    v1::BatchGetMentorFactsRequest request;
    request.add_mentors(name_);
    const auto response = world_.Ask<v1::BatchGetMentorFactsResponse>(
        "FactsService/BatchGetMentorFacts", "services/matching", request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && response->mentors_size() == 1 ? response->mentors(0)
                                                          : v1::MentorFacts();
  }
  // Lets a day begin, with all that falls due, and returns what was said of the mentor since the
  // last look: types, with the last day where one stands.
  std::vector<std::string> On(const std::string& date) {
    world_.clock().Set(time::StartOf(*time::ParseDate(date)));
    EXPECT_THAT(timers_.FireDue(), IsOk());
    return News();
  }
  std::vector<std::string> News() {
    std::vector<std::string> said;
    for (const event::v1::Event& event : world_.Events(seen_)) {
      if (event.type() != kAsked && !absl::StartsWith(event.type(), "registry.mentor.")) continue;
      if (event.type() != kAsked) {
        EXPECT_EQ(event.resource(), name_);
      }
      const auto day = event.codes().find("last_day_date");
      said.push_back(day == event.codes().end() ? event.type()
                                                : absl::StrCat(event.type(), " ", day->second));
    }
    seen_ = world_.Head();
    return said;
  }

  World world_{GetParam()};
  timer::Timers timers_;
  std::string name_;
  int64_t seen_ = 0;
};

INSTANTIATE_TEST_SUITE_P(All, FormerMemberTest, test::Engines(), test::EngineName);

TEST_P(FormerMemberTest, MentorsOnForTwelveMonthsToTheDay) {
  Leave("2027-05-06");
  EXPECT_THAT(News(), ElementsAre(kChanged, absl::StrCat(kAsked, " 2028-05-06")));
  SayYes();
  EXPECT_THAT(News(), ElementsAre(kChanged));
  EXPECT_THAT(On("2027-05-06"), IsEmpty());
  EXPECT_FALSE(Facts().former_member());
  EXPECT_EQ(Facts().last_day_date(), "");
  EXPECT_THAT(On("2027-05-07"), ElementsAre(kChanged));
  EXPECT_TRUE(Facts().former_member());
  EXPECT_TRUE(Facts().willing());
  EXPECT_EQ(Facts().last_day_date(), "2028-05-06");
  EXPECT_THAT(On("2028-03-10"), IsEmpty());
  EXPECT_THAT(On("2028-03-11"), ElementsAre(absl::StrCat(kEnding, " 2028-05-06")));
  EXPECT_THAT(On("2028-04-22"), ElementsAre(absl::StrCat(kEnding, " 2028-05-06")));
  EXPECT_THAT(On("2028-05-06"), IsEmpty());
  EXPECT_GE(Facts().last_day_date(), world_.Today());
  EXPECT_THAT(On("2028-05-07"), ElementsAre(kChanged));
  EXPECT_LT(Facts().last_day_date(), world_.Today());
  EXPECT_THAT(On("2029-05-07"), IsEmpty());
}

TEST_P(FormerMemberTest, EndsOnTheLastDayOfFebruaryWhereTheDayIsNotThere) {
  Leave("2028-02-29");
  SayYes();
  EXPECT_THAT(On("2028-03-01"), testing::Contains(kChanged));
  EXPECT_EQ(Facts().last_day_date(), "2029-02-28");
  On("2029-02-28");
  EXPECT_THAT(On("2029-03-01"), ElementsAre(kChanged)) << "and no longer";
}

TEST_P(FormerMemberTest, IsOfferedToNobodyBeforeSayingYes) {
  Leave("2026-11-21");
  EXPECT_TRUE(Facts().former_member());
  EXPECT_FALSE(Facts().willing());
  SayYes();
  EXPECT_TRUE(Facts().willing());
}

TEST_P(FormerMemberTest, MayNotWhereTheSeatWasLeftOtherwise) {
  Leave("2026-11-21", v1::Membership::LEAVING_NOT_ELECTED);
  EXPECT_THAT(News(), ElementsAre(kChanged)) << "nobody is asked";
  SayYes();
  EXPECT_TRUE(Facts().former_member());
  EXPECT_EQ(Facts().last_day_date(), "");
}

TEST_P(FormerMemberTest, MayNotByAListOfMembersAlone) {
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,elected_date,end_date\n"
      "POW,P1,ann,Ann,Pugh,2022-05-09,2026-11-21\n");
  SayYes();
  EXPECT_TRUE(Facts().former_member());
  EXPECT_EQ(Facts().last_day_date(), "") << "a list does not say how a seat was left";
}

TEST_P(FormerMemberTest, FollowsThePolicyOfTheLastDayInOffice) {
  v1::CreatePolicyRequest request;
  request.set_parent(world_.Authority("POW"));
  v1::GetEffectivePolicyRequest effective;
  effective.set_parent(request.parent());
  *request.mutable_policy() =
      *world_.Ask<v1::Policy>("PolicyService/GetEffectivePolicy", "ann", effective);
  request.mutable_policy()->clear_name();
  request.mutable_policy()->set_effective_date("2026-11-22");
  request.mutable_policy()->set_former_member_months(6);
  ASSERT_THAT(world_.Ask<v1::Policy>("PolicyService/CreatePolicy", "officer", request), IsOk());
  Leave("2026-11-23");
  SayYes();
  On("2026-11-24");
  EXPECT_EQ(Facts().last_day_date(), "2027-05-23");
}

TEST_P(FormerMemberTest, IsToldNothingAfterLeavingTheRegister) {
  Leave("2026-11-21");
  SayYes();
  v1::DeleteMentorRequest request;
  request.set_name(name_);
  ASSERT_THAT(world_.Ask<google::protobuf::Empty>("MentorService/DeleteMentor", "ann", request),
              IsOk());
  News();
  EXPECT_THAT(On("2027-11-22"), IsEmpty());
}

TEST_P(FormerMemberTest, IsAMentorLikeAnyOtherOnceElectedAgain) {
  Leave("2026-11-21");
  SayYes();
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,elected_date\n"
      "CRF,C7,ann,Ann,Pugh,2026-12-01\n");
  EXPECT_TRUE(Facts().former_member());
  EXPECT_THAT(On("2026-12-01"), testing::Contains(kChanged));
  EXPECT_FALSE(Facts().former_member());
  EXPECT_EQ(Facts().last_day_date(), "");
  EXPECT_THAT(On("2027-10-01"), IsEmpty()) << "nothing ends";
}

TEST_P(FormerMemberTest, StopsMentoringAsAnOfficerWithTheGrant) {
  v1::CreateMentorRequest request;
  *request.mutable_mentor() = world_.Offer("officer");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "officer", request), IsOk());
  name_ = request.mentor().name();
  EXPECT_TRUE(Facts().officer());
  v1::PersonFacts before = Facts().person();
  v1::CreateGrantRequest grant;
  grant.set_parent(world_.Person("officer"));
  grant.mutable_grant()->set_role(access::Role::ROLE_OFFICER);
  grant.mutable_grant()->set_scope(world_.Authority("CRF"));
  grant.mutable_grant()->set_end_date("2026-12-31");
  ASSERT_THAT(world_.Ask<v1::Grant>("PersonService/CreateGrant", World::kNational, grant), IsOk());
  EXPECT_EQ(Facts().person().seats_size(), before.seats_size() + 1);
  News();
  EXPECT_THAT(On("2026-12-31"), IsEmpty());
  EXPECT_THAT(On("2027-01-01"), ElementsAre(kChanged));
  EXPECT_EQ(Facts().person().seats_size(), before.seats_size());
}

}  // namespace
}  // namespace telemachus::registry
