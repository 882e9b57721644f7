#include <string>

#include "telemachus/registry/v1/facts.pb.h"
#include "tests/unit/registry/election/polling_station.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using v1::MentoringInvitation;

constexpr char kUntil[] = "2028-05-09";
constexpr char kNone[] = "people/none/mentoringInvitations/1";

class InvitationTest : public PollingStation {
 protected:
  // "ann" and "bea" are trained; "ann" alone mentors. Both do not stand again.
  void Leave() {
    Train("ann");
    Train("bea");
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer("ann");
    ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", request), IsOk());
    Create();
    Record({Leaves("P1", v1::Membership::LEAVING_DID_NOT_STAND),
            Leaves("P2", v1::Membership::LEAVING_DID_NOT_STAND)});
    EXPECT_EQ(Preview().counts().mentors_asked(), 2);
    EXPECT_THAT(Told(), ElementsAre("P1 LEAVES end_date,leaving asked",
                                    "P2 LEAVES end_date,leaving asked"));
    seen_ = world_.Head();
    Apply();
  }
  absl::StatusOr<MentoringInvitation> Accept(const std::string& who, const std::string& name,
                                             const std::string& delegate = "") {
    v1::AcceptMentoringInvitationRequest request;
    request.set_name(name);
    return world_.Ask<MentoringInvitation>("MentoringInvitationService/AcceptMentoringInvitation",
                                           who, request, delegate);
  }
  absl::StatusOr<MentoringInvitation> Decline(const std::string& who, const std::string& name) {
    v1::DeclineMentoringInvitationRequest request;
    request.set_name(name);
    return world_.Ask<MentoringInvitation>("MentoringInvitationService/DeclineMentoringInvitation",
                                           who, request);
  }
  absl::StatusOr<MentoringInvitation> Read(const std::string& who, const std::string& name) {
    v1::GetMentoringInvitationRequest request;
    request.set_name(name);
    return world_.Ask<MentoringInvitation>("MentoringInvitationService/GetMentoringInvitation", who,
                                           request);
  }
  v1::MentorFacts Facts(const std::string& subject) {
    v1::BatchGetMentorFactsRequest request;
    request.add_mentors(world_.Offer(subject).name());
    const auto response = world_.Ask<v1::BatchGetMentorFactsResponse>(
        "FactsService/BatchGetMentorFacts", "services/matching", request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && response->mentors_size() == 1 ? response->mentors(0)
                                                          : v1::MentorFacts();
  }

  int64_t seen_ = 0;
};

INSTANTIATE_TEST_SUITE_P(All, InvitationTest, test::Engines(), test::EngineName);

TEST_P(InvitationTest, AsksEachTrainedMemberWhoDoesNotStandAgainOnce) {
  Leave();
  int asked = 0;
  for (const event::v1::Event& event : world_.Events(seen_)) {
    if (event.type() != "registry.mentoring_invitation.created") continue;
    ++asked;
    EXPECT_EQ(event.codes().at("last_day_date"), kUntil);
    EXPECT_EQ(event.codes_size(), 1) << "events are thin";
  }
  EXPECT_EQ(asked, 2);
  for (const char* who : {"ann", "bea"}) {
    const auto invitations = Invitations(who, who);
    ASSERT_THAT(invitations, SizeIs(1));
    EXPECT_EQ(invitations[0].state(), MentoringInvitation::STATE_ASKED);
    EXPECT_EQ(invitations[0].left_date(), kLastDay);
    EXPECT_EQ(invitations[0].last_day_date(), kUntil);
  }
  EXPECT_EQ(Get().mentors_asked(), 2);
  EXPECT_EQ(Get().mentors_accepted(), 0);
}

TEST_P(InvitationTest, AsksNobodyWhoIsNotTrainedOrLeftOtherwise) {
  Train("ann");
  Create();
  Record({Leaves("P1"), Leaves("P2", v1::Membership::LEAVING_DID_NOT_STAND)});
  EXPECT_EQ(Apply().mentors_asked(), 0);
  EXPECT_THAT(Invitations("ann", "ann"), IsEmpty());
  EXPECT_THAT(Invitations("bea", "bea"), IsEmpty());
}

TEST_P(InvitationTest, MakesWhoSaysYesAMentorOfNewMembersForAYearToTheDay) {
  Leave();
  const std::string ann = Invitations("ann", "ann")[0].name();
  const std::string bea = Invitations("bea", "bea")[0].name();
  for (const auto& [who, name] : {std::pair("ann", ann), std::pair("bea", bea)}) {
    const auto accepted = Accept(who, name);
    ASSERT_THAT(accepted, IsOk());
    EXPECT_EQ(accepted->state(), MentoringInvitation::STATE_ACCEPTED);
    EXPECT_THAT(Accept(who, name), IsOk()) << "said again";
    EXPECT_THAT(Decline(who, name), HasReason(status::v1::REASON_WRONG_STATE));
  }
  EXPECT_EQ(Get().mentors_accepted(), 2);
  On("2027-05-10");
  EXPECT_TRUE(Facts("bea").former_member() && Facts("bea").willing());
  EXPECT_EQ(Facts("bea").last_day_date(), kUntil);
  EXPECT_EQ(Facts("bea").places(), 1);
  EXPECT_TRUE(Facts("ann").former_member() && Facts("ann").willing());
  EXPECT_EQ(Facts("ann").places(), 2) << "what they offered before";
}

TEST_P(InvitationTest, ChangesNothingForWhoDeclinesAndTellsNobody) {
  Leave();
  const std::string ann = Invitations("ann", "ann")[0].name();
  const std::string bea = Invitations("bea", "bea")[0].name();
  const int64_t head = world_.Head();
  const auto declined = Decline("ann", ann);
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(declined->state(), MentoringInvitation::STATE_DECLINED);
  EXPECT_EQ(world_.Head(), head) << "no event says it";
  EXPECT_FALSE(Facts("ann").former_member());
  EXPECT_TRUE(Facts("ann").willing()) << "they mentor until they leave, as before";
  for (const char* who : {"officer", World::kNational}) {
    EXPECT_EQ(Read(who, ann)->state(), MentoringInvitation::STATE_ASKED);
    EXPECT_EQ(Invitations(who, "ann")[0].state(), Invitations(who, "bea")[0].state());
  }
  EXPECT_EQ(Get().mentors_asked(), 2);
  EXPECT_THAT(Accept("ann", ann), HasReason(status::v1::REASON_WRONG_STATE));
  // Neither answer nor silence is asked for again.
  On("2027-06-01");
  EXPECT_THAT(Invitations("ann", "ann"), SizeIs(1));
  EXPECT_THAT(Accept("bea", bea), IsOk());
}

TEST_P(InvitationTest, IsAnsweredByThePersonThemselfAlone) {
  Leave();
  const std::string ann = Invitations("ann", "ann")[0].name();
  for (const char* who : {"bea", "officer", "adviser", World::kNational, "elsewhere"}) {
    EXPECT_THAT(Accept(who, ann), IsNotPermitted()) << who;
    EXPECT_THAT(Decline(who, ann), IsNotPermitted()) << who;
  }
  EXPECT_THAT(Accept("ann", kNone), IsNotPermitted());
  EXPECT_THAT(Accept("ann", ann, "people/delegate"), HasReason(status::v1::REASON_NOT_PERMITTED));
  for (const char* who : {"bea", "elsewhere", "english", "adviser"}) {
    EXPECT_THAT(Read(who, ann), IsNotPermitted()) << who;
    EXPECT_THAT(Read(who, kNone), IsNotPermitted()) << who;
  }
}

TEST_P(InvitationTest, LapsesAfterItsLastDay) {
  Leave();
  const std::string ann = Invitations("ann", "ann")[0].name();
  On(kUntil);
  EXPECT_EQ(Read("ann", ann)->state(), MentoringInvitation::STATE_ASKED);
  On("2028-05-10");
  EXPECT_EQ(Read(World::kNational, ann)->state(), MentoringInvitation::STATE_LAPSED);
  EXPECT_THAT(Accept("ann", ann), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(Count("mentoring_invitations WHERE state = 4"), 2);
}

TEST_P(InvitationTest, FollowsASeatThatIsHeldAgainOrAnAnswerGivenElsewhere) {
  Leave();
  v1::UpdateMentorRequest yes;
  yes.mutable_mentor()->set_name(world_.Offer("ann").name());
  yes.mutable_mentor()->set_former_member_willing(true);
  yes.mutable_update_mask()->add_paths("former_member_willing");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/UpdateMentor", "ann", yes), IsOk());
  EXPECT_EQ(Invitations("ann", "ann")[0].state(), MentoringInvitation::STATE_ACCEPTED);
  v1::CreateMembershipRequest seat;
  seat.set_parent(world_.Person("bea"));
  seat.mutable_membership()->set_authority(world_.Authority("POW"));
  seat.mutable_membership()->set_council_key("B2");
  seat.mutable_membership()->set_start_date("2027-05-10");
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/CreateMembership", "officer", seat),
              IsOk());
  On("2027-05-10");
  EXPECT_EQ(Invitations("bea", "bea")[0].state(), MentoringInvitation::STATE_LAPSED);
}

}  // namespace
}  // namespace telemachus::registry
