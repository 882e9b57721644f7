#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/training.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using namespace registry::v1;  // NOLINT: these steps are about the registry

constexpr int kMembers = 16;     // newly elected, at home
constexpr int kHomeMentors = 4;  // of them, the last one untrained
constexpr int kNearMentors = 2;  // next door
constexpr char kAuthorities[] =
    "code,name,name_cy,nation,region,type,end_date,replaced_by\n"
    "HOM,Home Council,Cyngor Cartref,Wales,Wales,Welsh unitary authority,,\n"
    "NXT,Next Council,Cyngor Nesaf,Wales,Wales,Welsh unitary authority,,\n"
    "FAR,Far Council,,England,Yorkshire and The Humber,Unitary authority,,\n"
    "OLD,Old Council,,Wales,Wales,Welsh unitary authority,2020-03-31,HOM\n";

std::string InDays(int days) { return time::FormatDate(time::DayOf(absl::Now()) + days); }

}  // namespace

std::string Journey::Subject(const std::string& who) const {
  return who == "staff" ? test::Town::kStaff : absl::StrCat(who, mark_);
}

std::string Journey::MembersFile() const {
  std::string file =
      "authority_code,key,subject,given_name,family_name,language_code,ward_name,party_name,"
      "elected_date,term_end_date,roles,email\n";
  const auto add = [&](const char* authority, const std::string& who, int elected_days) {
    absl::StrAppend(&file, authority, ",", who, ",", Subject(who), ",", Say(who), ",", Say("Llŷr"),
                    ",cy,", Say(absl::StrCat("Ward of ", who)), ",", Say("Grŵp"), ",",
                    InDays(elected_days), ",", InDays(900), ",ward_member,",
                    absl::StrCat(who, mark_, "@example.invalid"), "\n");
  };
  for (int i = 0; i < kMembers; ++i) add("HOM", absl::StrCat("member-", i), -60);
  for (int i = 0; i < kHomeMentors + kNearMentors; ++i) {
    add(i < kHomeMentors ? "HOM" : "NXT", absl::StrCat("mentor-", i), -3000);
  }
  add("NXT", "outsider", -60);
  return file;
}

absl::StatusOr<ImportReport> Journey::Import(absl::string_view method,
                                             const google::protobuf::Message& request) {
  ImportProgress progress;
  const absl::Status status =
      callers_.As(Subject("staff"))
          .Stream(absl::StrCat("/telemachus.registry.v1.", method), request,
                  absl::Now() + kPatience, progress,
                  [](const google::protobuf::Message&) { return absl::OkStatus(); });
  if (!status.ok()) {
    errors_.push_back(status);
    return status;
  }
  return progress.report();
}

std::string Journey::Appoint(const std::string& who, access::v1::Role role,
                             const std::string& scope) {
  CreatePersonRequest person;
  person.mutable_person()->set_display_name(Say(who));
  person.mutable_person()->set_language_code("cy");
  Login& login = *person.mutable_person()->add_logins();
  login.set_issuer(issuer::kLocalIssuer);
  login.set_subject(Subject(who));
  const auto created = Does<Person>("staff", "registry.v1.PersonService/CreatePerson", person);
  if (role == access::v1::ROLE_UNSPECIFIED) return created.name();
  CreateGrantRequest grant;
  grant.set_parent(created.name());
  grant.mutable_grant()->set_role(role);
  grant.mutable_grant()->set_scope(scope);
  Does<Grant>("staff", "registry.v1.PersonService/CreateGrant", grant);
  return created.name();
}

std::string Journey::PersonOf(const std::string& who) {
  return Does<Self>(who, "registry.v1.PersonService/GetSelf", GetSelfRequest()).person().name();
}

void Journey::ReleaseEmail(const std::string& who) {
  UpdatePersonRequest request;
  request.mutable_person()->set_name(PersonOf(who));
  request.mutable_person()->set_telephone("01874 000000");
  request.mutable_person()->add_released_channels(Person::CHANNEL_EMAIL);
  for (const char* path : {"telephone", "released_channels"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  Does<Person>(who, "registry.v1.PersonService/UpdatePerson", request);
}

void Journey::SetPolicy() {
  CreatePolicyRequest request;
  request.set_parent(home_);
  Policy& policy = *request.mutable_policy();
  policy.set_effective_date(InDays(0));
  policy.set_mentor_training(Policy::TRAINING_REQUIRED);
  policy.set_approval(Policy::APPROVAL_OFFICER);
  policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
  policy.set_first_reach(programme::v1::REACH_REGION);
  policy.set_outward_after_days(14);
  for (int kind = programme::v1::KIND_ONE_TO_ONE; kind <= programme::v1::KIND_WARD_VISIT; ++kind) {
    policy.add_kinds(static_cast<programme::v1::Kind>(kind));
  }
  policy.set_members_offered_outside(true);
  policy.set_agreement_form(Policy::AGREEMENT_FORM_FULL);
  policy.set_documents_shareable(true);
  policy.set_planned_months(9);
  policy.set_aftercare_months(3);
  policy.set_former_member_months(12);
  policy.set_rematch_days(28);
  policy.set_hold_hours(72);
  policy.set_scheme_start_date(policy.effective_date());
  Does<Policy>("officer", "registry.v1.PolicyService/CreatePolicy", request);
}

void Journey::BuildRegister() {
  ImportAuthoritiesRequest authorities;
  authorities.set_content(kAuthorities);
  const auto imported = Import("AuthorityService/ImportAuthorities", authorities);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->created(), 4);
  ListAuthoritiesRequest list;
  const auto listed =
      Does<ListAuthoritiesResponse>("staff", "registry.v1.AuthorityService/ListAuthorities", list);
  for (const Authority& authority : listed.authorities()) {
    if (authority.code() == "HOM") home_ = authority.name();
    if (authority.code() == "NXT") neighbour_ = authority.name();
    if (authority.code() == "FAR") far_ = authority.name();
    if (authority.code() == "HOM") region_ = authority.region();
    EXPECT_NE(authority.code(), "OLD") << "an ended authority is listed among the live ones";
  }
  ImportMembersRequest members;
  members.set_content(MembersFile());
  members.set_login_issuer(issuer::kLocalIssuer);
  const auto first = Import("PersonService/ImportMembers", members);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->created(), kMembers + kHomeMentors + kNearMentors + 1);
  EXPECT_EQ(first->rejected(), 0);
  const auto again = Import("PersonService/ImportMembers", members);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->unchanged(), first->created());
  EXPECT_EQ(again->created() + again->updated(), 0);
  Appoint("officer", access::v1::ROLE_OFFICER, home_);
  Appoint("adviser", access::v1::ROLE_ADVISER, region_);
  Appoint("committee", access::v1::ROLE_COMMITTEE, home_);
  SetPolicy();
}

void Journey::CreateMentor(const std::string& who) {
  const std::string name = absl::StrCat("mentors/", PersonOf(who).substr(7));
  CreateMentorRequest request;
  Mentor& mentor = *request.mutable_mentor();
  mentor.set_name(name);
  mentor.set_willing(true);
  mentor.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  mentor.add_skills("scrutiny_and_challenge");
  mentor.add_subjects("planning");
  mentor.set_places(1);
  mentor.set_hours_a_month(4);
  mentor.set_remote(true);
  mentor.set_visibility(programme::v1::REACH_NATION);
  mentor.set_party_usable(true);
  Does<Mentor>(who, "registry.v1.MentorService/CreateMentor", request);
  ReleaseEmail(who);
  mentors_.emplace_back(name, who);
}

void Journey::RegisterMentors() {
  CreateCourseRequest course;
  course.mutable_course()->mutable_title()->set_english("Peer mentoring");
  course.mutable_course()->mutable_title()->set_welsh("Mentora cymheiriaid");
  course.mutable_course()->set_provider(Course::PROVIDER_NATIONAL_BODY);
  course.mutable_course()->set_accredits_months(36);
  const auto created = Does<Course>("staff", "registry.v1.TrainingService/CreateCourse", course);
  CreateCourseSessionRequest session;
  session.set_parent(created.name());
  session.mutable_course_session()->set_date(InDays(-30));
  session.mutable_course_session()->set_places(kHomeMentors + kNearMentors);
  RecordAttendanceRequest attendance;
  attendance.set_name(
      Does<CourseSession>("staff", "registry.v1.CourseSessionService/CreateCourseSession", session)
          .name());
  for (int i = 0; i < kHomeMentors + kNearMentors; ++i) {
    const std::string who = absl::StrCat("mentor-", i);
    CreateMentor(who);
    if (i == kHomeMentors - 1) continue;
    attendance.add_people(absl::StrCat("people/", mentors_.back().first.substr(8)));
  }
  const auto recorded = Does<RecordAttendanceResponse>(
      "staff", "registry.v1.AttendanceService/RecordAttendance", attendance);
  for (const AttendanceResult& result : recorded.results()) {
    EXPECT_EQ(result.outcome(), AttendanceResult::OUTCOME_RECORDED) << result.index();
    EXPECT_GT(result.training_record().accredited_until_date(), InDays(900));
  }
}

std::string Journey::MentorCalled(const std::string& mentor) const {
  for (const auto& [name, who] : mentors_) {
    if (name == mentor) return who;
  }
  return "";
}

}  // namespace telemachus::scenario
