#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/group.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// Seats of Powys, recorded wrongly. All on 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using test::HasReason;
using test::IsOk;
using testing::_;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d21";

class MembershipCorrectionTest : public testing::TestWithParam<std::string> {
 protected:
  MembershipCorrectionTest() { Populate(world_); }

  v1::Person Self(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())->person();
  }
  v1::Membership SeatOf(const std::string& subject) { return Self(subject).memberships(0); }
  int MembersOfPowys() {
    v1::ListMembersRequest list;
    list.set_parent(world_.Authority("POW"));
    return world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", "officer", list)
        ->members_size();
  }
  void End(const std::string& subject, const std::string& date) {
    v1::EndMembershipRequest request;
    request.set_name(SeatOf(subject).name());
    request.set_end_date(date);
    request.set_leaving(v1::Membership::LEAVING_DID_NOT_STAND);
    ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", request),
                IsOk());
  }
  // That the seat is held after all.
  v1::CorrectMembershipRequest Held(const std::string& subject) {
    v1::CorrectMembershipRequest request;
    request.set_name(SeatOf(subject).name());
    request.mutable_record();
    request.mutable_update_mask()->add_paths("end_date");
    request.set_ground(v1::MembershipCorrection::GROUND_WRONG_PERSON);
    return request;
  }
  v1::CorrectMembershipRequest Ended(const std::string& subject, const std::string& date) {
    v1::CorrectMembershipRequest request = Held(subject);
    request.mutable_record()->set_end_date(date);
    return request;
  }
  absl::StatusOr<v1::CorrectMembershipResponse> Correct(
      const std::string& as, const v1::CorrectMembershipRequest& request) {
    return world_.Ask<v1::CorrectMembershipResponse>(
        "MembershipCorrectionService/CorrectMembership", as, request);
  }
  absl::StatusOr<v1::ListMembershipCorrectionsResponse> List(const std::string& as,
                                                             const std::string& parent,
                                                             const std::string& page = "") {
    v1::ListMembershipCorrectionsRequest request;
    request.set_parent(parent);
    request.set_page_size(1);
    request.set_page_token(page);
    return world_.Ask<v1::ListMembershipCorrectionsResponse>(
        "MembershipCorrectionService/ListMembershipCorrections", as, request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MembershipCorrectionTest, test::Engines(), test::EngineName);

TEST_P(MembershipCorrectionTest, MakesAMemberAgainOfWhoWasShownAsLeft) {
  const v1::Membership before = SeatOf("ann");
  End("ann", "2026-11-01");
  EXPECT_EQ(MembersOfPowys(), 1);
  const int64_t head = world_.Head();
  const auto corrected = Correct("officer", Held("ann"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->membership().end_date(), "");
  EXPECT_EQ(corrected->membership().leaving(), v1::Membership::LEAVING_UNSPECIFIED);
  EXPECT_EQ(corrected->membership().party(), before.party());
  ASSERT_EQ(corrected->membership().roles_size(), 1);
  EXPECT_EQ(corrected->membership().roles(0).end_date(), "");
  EXPECT_EQ(corrected->correction().before().end_date(), "2026-11-01");
  EXPECT_EQ(corrected->correction().after().end_date(), "");
  EXPECT_EQ(corrected->correction().corrected_by(), world_.Person("officer"));
  EXPECT_EQ(MembersOfPowys(), 2) << "a member again";
  const auto told = world_.Events(head);
  ASSERT_EQ(told.size(), 2);
  EXPECT_EQ(told[0].type(), "registry.person.changed");
  EXPECT_EQ(told[1].type(), "registry.membership.corrected");
  const std::map<std::string, std::string> codes(told[1].codes().begin(), told[1].codes().end());
  EXPECT_THAT(
      codes, ElementsAre(Pair("authority", world_.Authority("POW")), Pair("ground", "wrong_person"),
                         Pair("nation", "nations/wales"), Pair("region", _)))
      << "no date, no ward, no party";
}

TEST_P(MembershipCorrectionTest, KeepsWhoWhenAndWhatStoodThereBefore) {
  End("ann", "2026-11-01");
  ASSERT_THAT(Correct("officer", Ended("ann", "2026-11-05")), IsOk());
  ASSERT_THAT(Correct(World::kNational, Held("ann")), IsOk());
  const std::string seat = SeatOf("ann").name();
  const auto first = List("officer", seat);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->membership_corrections_size(), 1);
  EXPECT_EQ(first->membership_corrections(0).name(), absl::StrCat(seat, "/corrections/1"));
  EXPECT_EQ(first->membership_corrections(0).before().end_date(), "2026-11-01");
  EXPECT_EQ(first->membership_corrections(0).correct_time().seconds(), absl::ToUnixSeconds(Noon()));
  const auto second = List("officer", seat, first->next_page_token());
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->membership_corrections_size(), 1);
  EXPECT_EQ(second->membership_corrections(0).before().end_date(), "2026-11-05");
  EXPECT_EQ(second->membership_corrections(0).corrected_by(), world_.Person(World::kNational));
  EXPECT_EQ(second->next_page_token(), "");
  const auto own = List("ann", seat);
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->membership_corrections(0).corrected_by(), "") << "staff alone are told";
  for (const char* other : {"bea", "cai", "english"}) {
    EXPECT_THAT(List(other, seat), IsNotPermitted()) << other;
  }
  EXPECT_THAT(List("officer", "people/nobody/memberships/none"), IsNotPermitted());
}

TEST_P(MembershipCorrectionTest, IsForOfficersOfTheResponsibleAuthorityAndTheNation) {
  End("ann", "2026-11-01");
  const v1::CorrectMembershipRequest request = Held("ann");
  v1::CorrectMembershipRequest unknown = request;
  unknown.set_name("people/nobody/memberships/none");
  world_.AddPerson("officer-CRF");
  world_.Give("officer-CRF", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  for (const char* other : {"ann", "cai", "adviser", "english", "officer-CRF"}) {
    EXPECT_THAT(Correct(other, request), IsNotPermitted()) << other;
    EXPECT_THAT(Correct(other, unknown), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Correct("officer", unknown), IsNotPermitted());
  EXPECT_EQ(SeatOf("ann").end_date(), "2026-11-01");
  v1::RecordSuccessionRequest merge;
  merge.set_authority(world_.Authority("POW"));
  merge.set_end_date("2026-11-21");
  merge.add_successors(world_.Authority("CRF"));
  ASSERT_THAT(
      world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational, merge),
      IsOk());
  EXPECT_THAT(Correct("officer", request), IsNotPermitted()) << "the seat has passed";
  EXPECT_THAT(Correct("officer-CRF", request), IsOk());
}

TEST_P(MembershipCorrectionTest, RefusesWhatIsNotSoAndChangesNothing) {
  End("ann", "2026-11-01");
  const v1::Person before = Self("ann");
  v1::CorrectMembershipRequest request = Ended("ann", "2022-05-08");
  EXPECT_THAT(Correct("officer", request), FaultOn("record.end_date", REASON_FIELD_OUT_OF_RANGE));
  request = Ended("ann", "2026-11-01");
  EXPECT_THAT(Correct("officer", request), FaultOn("record", REASON_FIELD_CONFLICT));
  request = Held("ann");
  request.clear_ground();
  EXPECT_THAT(Correct("officer", request), FaultOn("ground", REASON_FIELD_REQUIRED));
  request = Held("ann");
  request.clear_update_mask();
  EXPECT_THAT(Correct("officer", request), FaultOn("update_mask", REASON_FIELD_REQUIRED));
  request = Held("ann");
  request.set_etag("0");
  EXPECT_THAT(Correct("officer", request), HasReason(REASON_STALE_ETAG));
  EXPECT_EQ(Self("ann").DebugString(), before.DebugString());
  EXPECT_THAT(List("officer", SeatOf("ann").name())->membership_corrections(), IsEmpty());
}

TEST_P(MembershipCorrectionTest, AnswersARepeatedRequestWithWhatItMade) {
  End("ann", "2026-11-01");
  v1::CorrectMembershipRequest request = Held("ann");
  request.set_request_id(kRequestId);
  const auto first = Correct("officer", request);
  ASSERT_THAT(first, IsOk());
  const int64_t head = world_.Head();
  const auto again = Correct("officer", request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->DebugString(), first->DebugString());
  EXPECT_EQ(world_.Head(), head);
  request.mutable_record()->set_end_date("2026-11-02");
  EXPECT_THAT(Correct("officer", request), HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(MembershipCorrectionTest, LetsOneOfTwoOfficersCorrect) {
  End("ann", "2026-11-01");
  v1::CorrectMembershipRequest one = Held("ann");
  one.set_etag(Self("ann").etag());
  v1::CorrectMembershipRequest other = Ended("ann", "2026-11-05");
  other.set_etag(one.etag());
  std::vector<absl::Status> answers(2);
  std::thread first([&] { answers[0] = Correct("officer", one).status(); });
  std::thread second([&] { answers[1] = Correct(World::kNational, other).status(); });
  first.join();
  second.join();
  EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << answers[1];
  EXPECT_THAT(answers[0].ok() ? answers[1] : answers[0], HasReason(REASON_STALE_ETAG));
  EXPECT_EQ(List("officer", SeatOf("ann").name())->membership_corrections_size(), 1);
}

TEST_P(MembershipCorrectionTest, IsNotUndoneByAListThatSaysWhatItSaidBefore) {
  const std::string wrong =
      "authority_code,key,subject,given_name,family_name,ward_name,elected_date,end_date\n"
      "POW,P1,ann,Ann,Pugh,Breacon,2022-05-09,2026-11-01\n";
  world_.ImportMembers(wrong);
  ASSERT_EQ(SeatOf("ann").end_date(), "2026-11-01");
  v1::CorrectMembershipRequest request = Held("ann");
  request.mutable_record()->set_ward("Brecon");
  request.mutable_update_mask()->add_paths("ward");
  request.set_ground(v1::MembershipCorrection::GROUND_WRONG_LIST);
  ASSERT_THAT(Correct("officer", request), IsOk());
  EXPECT_EQ(world_.ImportMembers(wrong).report().unchanged(), 1);
  EXPECT_EQ(SeatOf("ann").end_date(), "");
  EXPECT_EQ(SeatOf("ann").ward(), "Brecon");
}

TEST_P(MembershipCorrectionTest, LeavesGroupsThatHaveEndedSince) {
  v1::CreatePoliticalGroupRequest found;
  found.set_parent(world_.Authority("POW"));
  found.mutable_political_group()->mutable_title()->set_english("The group");
  found.mutable_political_group()->set_start_date("2026-01-01");
  for (const char* founder : {"ann", "bea"}) found.add_founders(SeatOf(founder).name());
  const auto group = world_.Ask<v1::PoliticalGroup>("PoliticalGroupService/CreatePoliticalGroup",
                                                    "officer", found);
  ASSERT_THAT(group, IsOk());
  End("ann", "2026-11-01");
  v1::EndPoliticalGroupRequest disband;
  disband.set_name(group->name());
  disband.set_end_date("2026-11-10");
  ASSERT_THAT(
      world_.Ask<v1::PoliticalGroup>("PoliticalGroupService/EndPoliticalGroup", "officer", disband),
      IsOk());
  const auto corrected = Correct("officer", Held("ann"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->membership().political_group(), "");
  EXPECT_EQ(corrected->membership().party(), "parties/liberal-democrat");
}

TEST_P(MembershipCorrectionTest, TakesBackAFarewellBegunOnAWrongDay) {
  v1::CreateMentorRequest mentor;
  *mentor.mutable_mentor() = world_.Offer("ann");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", mentor), IsOk());
  v1::CreateCourseRequest course;
  course.mutable_course()->mutable_title()->set_english("Mentoring");
  course.mutable_course()->set_provider(v1::Course::PROVIDER_NATIONAL_BODY);
  course.mutable_course()->set_accredits_months(60);
  v1::CreateTrainingRecordRequest record;
  record.set_parent(world_.Person("ann"));
  record.mutable_training_record()->set_attended_date("2026-11-01");
  record.mutable_training_record()->set_course(
      world_.Ask<v1::Course>("TrainingService/CreateCourse", World::kNational, course)->name());
  ASSERT_THAT(
      world_.Ask<v1::TrainingRecord>("TrainingService/CreateTrainingRecord", "officer", record),
      IsOk());
  const auto news = [&](int64_t head) {
    std::vector<std::string> said;
    for (const auto& event : world_.Events(head)) {
      if (absl::StartsWith(event.type(), "registry.mentor")) said.push_back(event.type());
    }
    return said;
  };
  const auto facts = [&] {
    v1::BatchGetMentorFactsRequest request;
    request.add_mentors(mentor.mentor().name());
    return world_
        .Ask<v1::BatchGetMentorFactsResponse>("FactsService/BatchGetMentorFacts",
                                              "services/matching", request)
        ->mentors(0);
  };
  int64_t head = world_.Head();
  End("ann", "2026-11-01");
  EXPECT_THAT(news(head), Contains("registry.mentoring_invitation.created"));
  EXPECT_TRUE(facts().former_member());
  head = world_.Head();
  ASSERT_THAT(Correct("officer", Held("ann")), IsOk());
  EXPECT_THAT(news(head), Contains("registry.mentor.farewell_withdrawn"));
  EXPECT_FALSE(facts().former_member());
  EXPECT_EQ(facts().last_day_date(), "");
  head = world_.Head();
  End("ann", "2026-11-01");
  EXPECT_THAT(news(head), Contains("registry.mentoring_invitation.created")) << "anew";
  head = world_.Head();
  v1::CorrectMembershipRequest leaving = Held("ann");
  leaving.mutable_record()->set_leaving(v1::Membership::LEAVING_DURING_TERM);
  leaving.mutable_update_mask()->set_paths(0, "leaving");
  ASSERT_THAT(Correct("officer", leaving), IsOk());
  EXPECT_THAT(news(head), Contains("registry.mentor.farewell_withdrawn"));
  EXPECT_TRUE(facts().former_member());
}

}  // namespace
}  // namespace telemachus::registry
