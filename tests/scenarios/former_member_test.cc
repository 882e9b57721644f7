// A former member mentors new members until a year has passed, and an officer beside.
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/time/civil.h"
#include "gtest/gtest.h"
#include "telemachus/matching/v1/load.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/shifted_clock.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using namespace registry::v1;  // NOLINT: most steps are about the register
using matching::v1::MentorLoad;
using matching::v1::Shortlist;

constexpr char kLeaver[] = "mentor-1";
constexpr char kYear[] = "a year later";

class FormerMemberScenario : public testing::Test {
 protected:
  static std::string Format(absl::CivilDay day) { return time::FormatDate(day); }
  static std::string MentorOf(const std::string& person) {
    return absl::StrCat("mentors/", absl::StripPrefix(person, "people/"));
  }
  // Noon of a day.
  void GoTo(absl::CivilDay day) { clock_.Set(time::StartOf(day) + absl::Hours(12)); }

  // The policy as it is, and officers mentor.
  void LetOfficersMentor() {
    GetEffectivePolicyRequest effective;
    effective.set_parent(journey_.home());
    CreatePolicyRequest request;
    request.set_parent(journey_.home());
    *request.mutable_policy() =
        journey_.Does<Policy>("officer", "registry.v1.PolicyService/GetEffectivePolicy", effective);
    request.mutable_policy()->set_officer_mentors(true);
    journey_.Does<Policy>("officer", "registry.v1.PolicyService/CreatePolicy", request);
  }
  void RegisterOfficer() {
    officer_ = MentorOf(journey_.PersonOf("officer"));
    CreateMentorRequest request;
    request.mutable_mentor()->set_name(officer_);
    request.mutable_mentor()->set_willing(true);
    request.mutable_mentor()->add_kinds(programme::v1::KIND_ONE_TO_ONE);
    request.mutable_mentor()->add_subjects("procedure_and_standards");
    request.mutable_mentor()->set_places(1);
    EXPECT_TRUE(journey_.Does<Mentor>("officer", "registry.v1.MentorService/CreateMentor", request)
                    .officer());
    CreateCourseRequest course;
    course.mutable_course()->mutable_title()->set_english("For officers who mentor");
    course.mutable_course()->set_provider(Course::PROVIDER_NATIONAL_BODY);
    course.mutable_course()->set_accredits_months(36);
    CreateTrainingRecordRequest record;
    record.set_parent(journey_.PersonOf("officer"));
    record.mutable_training_record()->set_course(
        journey_.Does<Course>("staff", "registry.v1.TrainingService/CreateCourse", course).name());
    record.mutable_training_record()->set_attended_date(Format(time::DayOf(clock_.Now())));
    journey_.Does<TrainingRecord>("staff", "registry.v1.TrainingService/CreateTrainingRecord",
                                  record);
  }
  // The seat is left today, without standing again, and the leaver says yes.
  void LeaveOffice() {
    const Person person =
        journey_.Does<Self>(kLeaver, "registry.v1.PersonService/GetSelf", GetSelfRequest())
            .person();
    leaver_ = MentorOf(person.name());
    left_ = time::DayOf(clock_.Now());
    EndMembershipRequest end;
    end.set_name(person.memberships(0).name());
    end.set_end_date(Format(left_));
    end.set_leaving(Membership::LEAVING_DID_NOT_STAND);
    journey_.Does<Membership>("officer", "registry.v1.MembershipService/EndMembership", end);
    UpdateMentorRequest yes;
    yes.mutable_mentor()->set_name(leaver_);
    yes.mutable_mentor()->set_former_member_willing(true);
    yes.mutable_update_mask()->add_paths("former_member_willing");
    journey_.Does<Mentor>(kLeaver, "registry.v1.MentorService/UpdateMentor", yes);
  }
  // The leaver takes one more, so that it is not for want of a place that nobody is offered them.
  void AddPlace() {
    UpdateMentorRequest more;
    more.mutable_mentor()->set_name(leaver_);
    more.mutable_mentor()->set_places(2);
    more.mutable_update_mask()->add_paths("places");
    journey_.Does<Mentor>(kLeaver, "registry.v1.MentorService/UpdateMentor", more);
  }
  // A member elected a month before today asks, and the adviser takes the request in hand.
  std::string AskAs(const std::string& who) {
    ImportMembersRequest members;
    members.set_content(absl::StrCat(
        "authority_code,key,subject,given_name,family_name,elected_date\nHOM,", who, ",",
        journey_.Subject(who), ",", who, ",Newydd,", Format(time::DayOf(clock_.Now()) - 30), "\n"));
    members.set_login_issuer(issuer::kLocalIssuer);
    EXPECT_TRUE(journey_.Import("PersonService/ImportMembers", members).ok());
    const auto made = journey_.Does<matching::v1::Request>(
        who, "matching.v1.RequestService/CreateRequest", journey_.Need(who));
    matching::v1::ClaimRequestRequest claim;
    claim.set_name(made.name());
    journey_.Does<matching::v1::Request>("adviser", "matching.v1.RequestService/ClaimRequest",
                                         claim);
    return made.name();
  }
  static bool Has(const Shortlist& shortlist, const std::string& mentor) {
    for (const auto& candidate : shortlist.candidates()) {
      if (candidate.mentor() == mentor) return true;
    }
    return false;
  }
  static bool Names(const Shortlist& shortlist, matching::v1::HardRule rule) {
    for (const auto& removal : shortlist.removals()) {
      if (removal.rule() == rule) return true;
    }
    return false;
  }
  // The shortlist, once it is so; matching learns of mentors by event.
  Shortlist AwaitShortlist(const std::string& request,
                           const std::function<bool(const Shortlist&)>& is_so) {
    matching::v1::BuildShortlistRequest build;
    build.set_request(request);
    Shortlist shortlist;
    for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end;) {
      shortlist =
          journey_.Does<Shortlist>("adviser", "matching.v1.ShortlistService/BuildShortlist", build);
      if (is_so(shortlist)) return shortlist;
      absl::SleepFor(absl::Milliseconds(50));
    }
    ADD_FAILURE() << "the shortlist is not as it must be";
    return shortlist;
  }

  test::ShiftedClock clock_;
  test::Town town_{test::TownOptions{.clock = &clock_}};
  Journey journey_{town_.callers()};
  std::string leaver_, officer_;
  absl::CivilDay left_;
};

TEST_F(FormerMemberScenario, IsOfferedUntilTheLastDayAndNotTheDayAfterWithAnOfficerBeside) {
  journey_.BuildRegister();
  journey_.RegisterMentors();
  LetOfficersMentor();
  RegisterOfficer();
  LeaveOffice();
  ASSERT_FALSE(HasFailure());
  const absl::CivilDay last = time::AddMonths(left_, 12);

  SCOPED_TRACE(kYear);
  GoTo(last);
  const std::string request = AskAs("new-0");
  const auto has_leaver = [this](const Shortlist& shortlist) { return Has(shortlist, leaver_); };
  EXPECT_TRUE(Has(AwaitShortlist(request, has_leaver), officer_)) << "the officer beside";
  matching::v1::OfferMentorsRequest offer;
  offer.set_request(request);
  offer.add_mentors(leaver_);
  offer.add_mentors(officer_);
  journey_.Does<matching::v1::Request>("adviser", "matching.v1.ShortlistService/OfferMentors",
                                       offer);
  matching::v1::GetMentorLoadRequest load;
  load.set_name(absl::StrCat(leaver_, "/load"));
  EXPECT_EQ(
      journey_.Does<MentorLoad>(kLeaver, "matching.v1.LoadService/GetMentorLoad", load).state(),
      MentorLoad::STATE_ROOM)
      << "they are told of nobody who has not chosen them";
  AddPlace();

  GoTo(last + 1);
  const std::string late = AskAs("new-1");
  const Shortlist shortlist = AwaitShortlist(
      late, [](const Shortlist& now) { return Names(now, matching::v1::HARD_RULE_FORMER_MEMBER); });
  EXPECT_FALSE(Has(shortlist, leaver_));
  for (const auto& removal : shortlist.removals()) {
    EXPECT_FALSE(removal.reason().welsh().empty() || removal.reason().english().empty());
  }
  offer.set_request(late);
  journey_.MayNot<matching::v1::Request>("adviser", "matching.v1.ShortlistService/OfferMentors",
                                         offer, status::v1::REASON_NOT_AVAILABLE);
  matching::v1::ChooseMentorRequest choose;
  choose.set_request(request);
  choose.add_ranking(leaver_);
  journey_.MayNot<matching::v1::Match>("new-0", "matching.v1.MatchService/ChooseMentor", choose,
                                       status::v1::REASON_NOT_AVAILABLE);
  choose.set_ranking(0, officer_);
  const auto asked =
      journey_.Does<matching::v1::Match>("new-0", "matching.v1.MatchService/ChooseMentor", choose);
  matching::v1::AcceptMatchRequest accept;
  accept.set_name(asked.name());
  EXPECT_EQ(
      journey_.Does<matching::v1::Match>("officer", "matching.v1.MatchService/AcceptMatch", accept)
          .state(),
      matching::v1::Match::STATE_ACCEPTED);
}

}  // namespace
}  // namespace telemachus::scenario
