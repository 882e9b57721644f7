// A council is elected anew: by one list members leave, stay and arrive, and a trained mentor who
// did not stand again is asked to mentor the new ones.
#include <string>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "google/longrunning/operations.pb.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/election.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/mentoring_invitation.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using namespace registry::v1;  // NOLINT: all steps are about the register

constexpr char kLeaver[] = "mentor-1";

class ElectionScenario : public testing::Test {
 protected:
  // The poll was four days ago, so that the term begins today.
  void Create() {
    CreateElectionRequest request;
    request.set_parent(journey_.home());
    request.mutable_election()->set_poll_date(time::FormatDate(time::DayOf(absl::Now()) - 4));
    request.mutable_election()->set_seats_up(Election::SEATS_UP_ALL);
    name_ =
        journey_.Does<Election>("officer", "registry.v1.ElectionService/CreateElection", request)
            .name();
    journey_.MayNot<Election>("adviser", "registry.v1.ElectionService/CreateElection", request,
                              status::v1::REASON_NOT_PERMITTED);
  }
  // All members as they are, but for the leaver, and one who is new.
  void List() {
    ListMembersRequest members;
    members.set_parent(journey_.home());
    members.set_page_size(500);
    RecordElectionListRequest list;
    list.set_name(name_);
    list.set_format(TRANSFER_FORMAT_CSV);
    list.set_login_issuer(issuer::kLocalIssuer);
    list.set_others_leave(true);
    std::string rows = "key,display_name,subject\n";
    const auto listed = journey_.Does<ListMembersResponse>(
        "officer", "registry.v1.PersonService/ListMembers", members);
    for (const Person& person : listed.members()) {
      const std::string& key = person.memberships(0).council_key();
      if (key == kLeaver) continue;
      absl::StrAppend(&rows, key, ",", person.display_name(), ",\n");
    }
    absl::StrAppend(&rows, "new-0,Non Newydd,", journey_.Subject("new-0"), "\n");
    list.set_content(rows);
    const auto taken = journey_.Does<RecordElectionListResponse>(
        "officer", "registry.v1.ElectionService/RecordElectionList", list);
    EXPECT_EQ(taken.report().created(), 1);
    EXPECT_EQ(taken.leaves(), 1);
    RecordElectionResultsRequest how;
    how.set_name(name_);
    how.add_results()->set_council_key(kLeaver);
    how.mutable_results(0)->set_outcome(ElectionResult::OUTCOME_LEAVES);
    how.mutable_results(0)->set_leaving(Membership::LEAVING_DID_NOT_STAND);
    journey_.Does<Election>("officer", "registry.v1.ElectionService/RecordElectionResults", how);
  }
  Election Apply() {
    PreviewElectionRequest preview;
    preview.set_name(name_);
    const auto previewed =
        journey_.Does<Election>("officer", "registry.v1.ElectionService/PreviewElection", preview);
    EXPECT_EQ(previewed.counts().problems(), 0);
    EXPECT_EQ(previewed.counts().mentors_asked(), 1);
    ApplyElectionRequest apply;
    apply.set_name(name_);
    apply.set_preview_digest(previewed.preview_digest());
    auto operation = journey_.Does<google::longrunning::Operation>(
        "officer", "registry.v1.ElectionService/ApplyElection", apply);
    google::longrunning::WaitOperationRequest wait;
    wait.set_name(operation.name());
    for (const absl::Time end = absl::Now() + kPatience; !operation.done() && absl::Now() < end;) {
      operation = journey_.Does<google::longrunning::Operation>(
          "officer", "registry.v1.OperationService/WaitOperation", wait);
    }
    EXPECT_TRUE(operation.has_response()) << operation.ShortDebugString();
    return Get();
  }
  Election Get() {
    GetElectionRequest get;
    get.set_name(name_);
    return journey_.Does<Election>("officer", "registry.v1.ElectionService/GetElection", get);
  }
  MentoringInvitation InvitationOf(const std::string& who) {
    ListMentoringInvitationsRequest list;
    list.set_parent(journey_.PersonOf(who));
    const auto listed = journey_.Does<ListMentoringInvitationsResponse>(
        who, "registry.v1.MentoringInvitationService/ListMentoringInvitations", list);
    EXPECT_EQ(listed.mentoring_invitations_size(), 1);
    return listed.mentoring_invitations_size() == 1 ? listed.mentoring_invitations(0)
                                                    : MentoringInvitation();
  }

  test::Town town_;
  Journey journey_{town_.callers()};
  std::string name_;
};

TEST_F(ElectionScenario, ChangesTheTermByOneListAndAsksTheTrainedWhoLeave) {
  journey_.BuildRegister();
  journey_.RegisterMentors();
  Create();
  List();
  ASSERT_FALSE(HasFailure());
  const Election applied = Apply();
  EXPECT_EQ(applied.state(), Election::STATE_APPLIED);
  EXPECT_EQ(applied.counts().failed(), 0);
  EXPECT_EQ(applied.mentors_asked(), 1);
  EXPECT_EQ(journey_.Does<Self>("new-0", "registry.v1.PersonService/GetSelf", GetSelfRequest())
                .grants(0)
                .scope(),
            journey_.home());

  const MentoringInvitation asked = InvitationOf(kLeaver);
  EXPECT_EQ(asked.state(), MentoringInvitation::STATE_ASKED);
  AcceptMentoringInvitationRequest accept;
  accept.set_name(asked.name());
  journey_.MayNot<MentoringInvitation>(
      "officer", "registry.v1.MentoringInvitationService/AcceptMentoringInvitation", accept,
      status::v1::REASON_NOT_PERMITTED);
  journey_.Does<MentoringInvitation>(
      kLeaver, "registry.v1.MentoringInvitationService/AcceptMentoringInvitation", accept);
  EXPECT_EQ(Get().mentors_accepted(), 1);
  GetMentorRequest mentor;
  mentor.set_name(absl::StrCat("mentors/", journey_.PersonOf(kLeaver).substr(7)));
  const auto mentors_on =
      journey_.Does<Mentor>(kLeaver, "registry.v1.MentorService/GetMentor", mentor);
  EXPECT_TRUE(mentors_on.former_member_willing());
  EXPECT_EQ(mentors_on.last_day_date(), asked.last_day_date());
}

}  // namespace
}  // namespace telemachus::scenario
