// Somebody whose data are restricted: what is refused, and what goes on.
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/invitation/invitation_store.h"
#include "registry/subject/restriction_rules.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/group.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/subject/subject_office.h"
#include "tests/unit/registry/support/world.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_PROCESSING_RESTRICTED;
using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::IsEmpty;

constexpr char kPackage[] = "/telemachus.registry.v1.";
constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d11";

absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

bool Reads(const std::string& method) {
  static const auto* const verbs = new std::vector<std::string>{
      "Get", "List", "BatchGet", "Explain", "Summarize", "Wait", "Export", "Download"};
  const std::string verb = method.substr(method.find('/', 1) + 1);
  return std::any_of(verbs->begin(), verbs->end(),
                     [&](const std::string& read) { return absl::StartsWith(verb, read); });
}

class RestrictionTest : public Classroom {
 protected:
  // What can be done with a person, by method. Each succeeds the first time.
  using Deeds = std::map<std::string, std::function<absl::Status()>>;

  void SetUp() override {
    ann_ = world_.Person("ann");
    session_ = Plan(World::kNational, Course(24), On("2026-12-01"))->name();
    past_ = Plan(World::kNational, Course(12), On("2026-11-22"))->name();
  }
  void Restrict(bool restricted) {
    ASSERT_THAT(office_.holders().front().second->Restrict(ann_, restricted, Soon()), IsOk());
  }
  // Calls a method that is not of a class of its own.
  template <typename Response, typename Request>
  absl::Status Do(const std::string& method, const std::string& as, const Request& request) {
    return world_.Ask<Response>(method, as, request).status();
  }
  v1::Membership Seat() {
    return world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest())
        ->person()
        .memberships(0);
  }
  std::string MentorName() { return world_.Offer("ann").name(); }

  absl::Status BookAnn() { return Book("ann", session_, ann_).status(); }
  absl::Status RegisterAnn() {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer("ann");
    return Do<v1::Mentor>("MentorService/CreateMentor", "ann", request);
  }
  absl::Status UpdateOffer() {
    v1::UpdateMentorRequest request;
    request.mutable_mentor()->set_name(MentorName());
    request.mutable_mentor()->set_places(3);
    request.mutable_update_mask()->add_paths("places");
    return Do<v1::Mentor>("MentorService/UpdateMentor", "ann", request);
  }
  absl::Status GiveGrant() {
    v1::CreateGrantRequest request;
    request.set_parent(ann_);
    request.mutable_grant()->set_role(access::v1::ROLE_PANEL);
    request.mutable_grant()->set_scope(world_.Authority("POW"));
    return Do<v1::Grant>("PersonService/CreateGrant", World::kNational, request);
  }
  absl::Status GiveRole() {
    v1::CreateMemberRoleRequest request;
    request.set_parent(Seat().name());
    request.mutable_member_role()->set_role_code("champion");
    request.mutable_member_role()->set_start_date("2026-11-01");
    return Do<v1::MemberRole>("PersonService/CreateMemberRole", "officer", request);
  }
  absl::Status FoundGroup() {
    v1::CreatePoliticalGroupRequest request;
    request.set_parent(world_.Authority("POW"));
    request.mutable_political_group()->mutable_title()->set_english("The group");
    request.mutable_political_group()->set_start_date("2026-11-01");
    request.mutable_political_group()->set_leader(Seat().name());
    request.add_founders(Seat().name());
    request.add_founders(world_.Ask<v1::Self>("PersonService/GetSelf", "bea", v1::GetSelfRequest())
                             ->person()
                             .memberships(0)
                             .name());
    const auto group = world_.Ask<v1::PoliticalGroup>("PoliticalGroupService/CreatePoliticalGroup",
                                                      "officer", request);
    if (group.ok()) group_ = *group;
    return group.status();
  }
  // The leader of an earlier group is another, and ann is made its leader again.
  absl::Status LeadGroup() {
    v1::UpdatePoliticalGroupRequest request;
    request.mutable_political_group()->set_name(group_.name());
    request.mutable_political_group()->set_leader(group_.leader());
    request.mutable_update_mask()->add_paths("leader");
    return Do<v1::PoliticalGroup>("PoliticalGroupService/UpdatePoliticalGroup", "officer", request);
  }
  absl::Status ClearLeader() {
    v1::UpdatePoliticalGroupRequest request;
    request.mutable_political_group()->set_name(group_.name());
    request.mutable_update_mask()->add_paths("leader");
    return Do<v1::PoliticalGroup>("PoliticalGroupService/UpdatePoliticalGroup", "officer", request);
  }

  // They are asked, and say yes.
  absl::Status AcceptInvitation() {
    StoredInvitation stored;
    stored.invitation.set_name(absl::StrCat(ann_, "/mentoringInvitations/", ++invitations_));
    stored.invitation.set_state(v1::MentoringInvitation::STATE_ASKED);
    stored.invitation.set_last_day_date("2027-11-22");
    const absl::Status asked = world_.database().Transact(
        Soon(),
        [&](sql::Transaction& transaction) { return InsertInvitation(transaction, stored); });
    if (!asked.ok()) return asked;
    v1::AcceptMentoringInvitationRequest request;
    request.set_name(stored.invitation.name());
    return Do<v1::MentoringInvitation>("MentoringInvitationService/AcceptMentoringInvitation",
                                       "ann", request);
  }

  // What goes on.
  absl::Status MovePlace() {
    v1::UpdatePersonRequest request;
    request.mutable_person()->set_name(ann_);
    request.mutable_person()->set_telephone("01597 826000");
    request.mutable_update_mask()->add_paths("telephone");
    return Do<v1::Person>("PersonService/UpdatePerson", "ann", request);
  }
  absl::Status StateParty() {
    v1::RecordAffiliationRequest request;
    request.set_name(Seat().name());
    request.mutable_affiliation()->set_party("parties/independent");
    request.mutable_affiliation()->set_start_date("2026-11-22");
    return Do<v1::Membership>("MembershipService/RecordAffiliation", "ann", request);
  }
  absl::Status AvoidSomebody() {
    v1::UpdateAvoidanceRequest request;
    request.mutable_avoidance()->set_name(absl::StrCat(ann_, "/avoidance"));
    request.mutable_avoidance()->add_people(world_.Person("bea"));
    return Do<v1::Avoidance>("MentorService/UpdateAvoidance", "ann", request);
  }
  absl::Status TakeBookingBack() {
    return CancelBooking("ann",
                         absl::StrCat(session_, "/bookings/", ann_.substr(ann_.find('/') + 1)))
        .status();
  }
  absl::Status LeaveRegister() {
    v1::DeleteMentorRequest request;
    request.set_name(MentorName());
    return Do<google::protobuf::Empty>("MentorService/DeleteMentor", "ann", request);
  }
  absl::Status TakeGrantBack() {
    v1::DeleteGrantRequest request;
    request.set_name(grant_);
    return Do<google::protobuf::Empty>("PersonService/DeleteGrant", World::kNational, request);
  }
  absl::Status EndLeadership() {
    v1::EndMemberRoleRequest request;
    request.set_name(Seat().roles(0).name());
    request.set_end_date("2026-11-22");
    return Do<v1::MemberRole>("MembershipService/EndMemberRole", "officer", request);
  }
  absl::Status LeaveSeat() {
    v1::EndMembershipRequest request;
    request.set_name(Seat().name());
    request.set_end_date("2026-11-22");
    request.set_leaving(v1::Membership::LEAVING_DURING_TERM);
    return Do<v1::Membership>("MembershipService/EndMembership", "officer", request);
  }

  Deeds Beginnings() {
    return {{"CourseSessionService/CreateBooking", [this] { return BookAnn(); }},
            {"MentorService/CreateMentor", [this] { return RegisterAnn(); }},
            {"MentorService/UpdateMentor", [this] { return UpdateOffer(); }},
            {"MentoringInvitationService/AcceptMentoringInvitation",
             [this] { return AcceptInvitation(); }},
            {"PersonService/CreateGrant", [this] { return GiveGrant(); }},
            {"PersonService/CreateMemberRole", [this] { return GiveRole(); }},
            {"PoliticalGroupService/CreatePoliticalGroup", [this] { return FoundGroup(); }},
            {"PoliticalGroupService/UpdatePoliticalGroup", [this] { return LeadGroup(); }}};
  }

  SubjectOffice office_{world_};
  v1::PoliticalGroup group_;
  std::string ann_, session_, past_, grant_;
  int invitations_ = 0;
};

INSTANTIATE_TEST_SUITE_P(All, RestrictionTest, test::Engines(), test::EngineName);

// A verb that nobody thought of would be carried out.
TEST_P(RestrictionTest, HasAWordForEveryChangeOfTheRegister) {
  std::map<std::string, rpc::Method> methods = world_.methods();
  methods.insert(office_.methods().begin(), office_.methods().end());
  int changes = 0;
  for (const auto& [path, method] : methods) {
    if (!absl::StartsWith(path, kPackage) || Reads(path)) continue;
    ++changes;
    EXPECT_TRUE(BearingOf(path).has_value())
        << "say in services/registry/subject/restriction_rules.cc what " << path
        << " has to do with people whose data are restricted";
  }
  EXPECT_GT(changes, 40);
  EXPECT_EQ(BearingOf("/telemachus.registry.v1.PersonService/GetPerson"), std::nullopt);
  EXPECT_EQ(BearingOf("/telemachus.matching.v1.MentorService/CreateMentor"), std::nullopt);
}

TEST_P(RestrictionTest, BeginsNothingNew) {
  const Deeds beginnings = Beginnings();
  for (const auto& [path, method] : world_.methods()) {
    if (BearingOf(path) != Bearing::kBegins) continue;
    EXPECT_TRUE(beginnings.contains(path.substr(sizeof(kPackage) - 1))) << path << " is not tried";
  }
  // Two change what is there already.
  const auto first = [](const std::string& method) {
    return !absl::StrContains(method, "/Update");
  };
  Restrict(true);
  const int64_t head = world_.Head();
  for (const auto& [method, begin] : beginnings) {
    if (first(method)) {
      EXPECT_THAT(begin(), HasReason(REASON_PROCESSING_RESTRICTED)) << method;
    }
  }
  EXPECT_EQ(world_.Head(), head) << "a refusal leaves everything as it was";
  Restrict(false);
  for (const auto& [method, begin] : beginnings) {
    if (first(method)) {
      EXPECT_THAT(begin(), IsOk()) << method;
    }
  }
  ASSERT_THAT(ClearLeader(), IsOk());
  Restrict(true);
  for (const auto& [method, begin] : beginnings) {
    if (!first(method)) {
      EXPECT_THAT(begin(), HasReason(REASON_PROCESSING_RESTRICTED)) << method;
    }
  }
  Restrict(false);
  for (const auto& [method, begin] : beginnings) {
    if (!first(method)) {
      EXPECT_THAT(begin(), IsOk()) << method;
    }
  }
}

TEST_P(RestrictionTest, GoesOnWithWhatIsSoAndWithEnds) {
  for (const auto& [method, begin] : Beginnings()) ASSERT_THAT(begin(), IsOk()) << method;
  grant_ = world_.Give("ann", access::Role::ROLE_COMMITTEE, world_.Authority("POW")).name();
  Restrict(true);
  const std::vector<std::pair<std::string, std::function<absl::Status()>>> deeds = {
      {"states what is so", [this] { return MovePlace(); }},
      {"avoids somebody", [this] { return AvoidSomebody(); }},
      {"is recorded as trained",
       [this] { return Attend(World::kNational, past_, {ann_}).status(); }},
      {"gives a place back", [this] { return TakeBookingBack(); }},
      {"leaves the register of mentors", [this] { return LeaveRegister(); }},
      {"loses a grant", [this] { return TakeGrantBack(); }},
      {"stops leading", [this] { return ClearLeader(); }},
      {"loses a role", [this] { return EndLeadership(); }},
      {"changes party", [this] { return StateParty(); }},
      {"leaves office", [this] { return LeaveSeat(); }},
  };
  for (const auto& [name, deed] : deeds) EXPECT_THAT(deed(), IsOk()) << name;
  // Their own access stays, too.
  v1::GetPersonRequest get;
  get.set_name(ann_);
  const auto own = world_.Ask<v1::Person>("PersonService/GetPerson", "ann", get);
  ASSERT_THAT(own, IsOk());
  EXPECT_TRUE(own->restricted());
}

// What was done before is answered as it was.
TEST_P(RestrictionTest, AnswersWhatIsRepeated) {
  const auto booked = Book("ann", session_, ann_, kRequestId);
  ASSERT_THAT(booked, IsOk());
  Restrict(true);
  const auto again = Book("ann", session_, ann_, kRequestId);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), booked->name());
}

TEST_P(RestrictionTest, ShowsAndOffersNobodyAsAMentor) {
  ASSERT_THAT(RegisterAnn(), IsOk());
  const auto listed = [&] {
    v1::ListMentorsRequest request;
    request.set_parent(world_.Authority("POW"));
    std::vector<std::string> names;
    const auto page =
        world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", "officer", request);
    EXPECT_THAT(page, IsOk());
    for (const v1::Mentor& mentor : page->mentors()) names.push_back(mentor.name());
    return names;
  };
  const auto willing = [&] {
    v1::BatchGetMentorFactsRequest request;
    request.add_mentors(MentorName());
    const auto facts = world_.Ask<v1::BatchGetMentorFactsResponse>(
        "FactsService/BatchGetMentorFacts", "services/matching", request);
    EXPECT_THAT(facts, IsOk());
    return facts->mentors(0).willing();
  };
  EXPECT_THAT(listed(), Contains(MentorName()));
  EXPECT_TRUE(willing());
  Restrict(true);
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_FALSE(willing());
  Restrict(false);
  EXPECT_THAT(listed(), Contains(MentorName()));
  EXPECT_TRUE(willing());
}

}  // namespace
}  // namespace telemachus::registry
