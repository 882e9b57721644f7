#include "registry/group/group_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

using Group = v1::PoliticalGroup;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d11";

class GroupServiceTest : public testing::TestWithParam<std::string> {
 protected:
  GroupServiceTest() { Populate(world_); }

  v1::Membership SeatOf(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())
        ->person()
        .memberships(0);
  }
  v1::CreatePoliticalGroupRequest Founding(const std::string& from = "2026-11-01") {
    v1::CreatePoliticalGroupRequest request;
    request.set_parent(world_.Authority("POW"));
    request.mutable_political_group()->mutable_title()->set_welsh("Y Grŵp");
    request.mutable_political_group()->set_start_date(from);
    request.add_founders(SeatOf("ann").name());
    request.add_founders(SeatOf("bea").name());
    return request;
  }
  absl::StatusOr<Group> Create(const std::string& as,
                               const v1::CreatePoliticalGroupRequest& request) {
    return world_.Ask<Group>("PoliticalGroupService/CreatePoliticalGroup", as, request);
  }
  absl::StatusOr<Group> Update(const std::string& as, const Group& group,
                               const std::vector<std::string>& paths) {
    v1::UpdatePoliticalGroupRequest request;
    *request.mutable_political_group() = group;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<Group>("PoliticalGroupService/UpdatePoliticalGroup", as, request);
  }
  absl::StatusOr<Group> End(const std::string& as, const std::string& name,
                            const std::string& date) {
    v1::EndPoliticalGroupRequest request;
    request.set_name(name);
    request.set_end_date(date);
    return world_.Ask<Group>("PoliticalGroupService/EndPoliticalGroup", as, request);
  }
  absl::StatusOr<Group> Get(const std::string& as, const std::string& name) {
    v1::GetPoliticalGroupRequest request;
    request.set_name(name);
    return world_.Ask<Group>("PoliticalGroupService/GetPoliticalGroup", as, request);
  }
  absl::Status Join(const std::string& subject, const std::string& party, const std::string& group,
                    const std::string& from = "2026-11-22") {
    v1::RecordAffiliationRequest request;
    request.set_name(SeatOf(subject).name());
    request.mutable_affiliation()->set_party(party);
    request.mutable_affiliation()->set_political_group(group);
    request.mutable_affiliation()->set_start_date(from);
    return world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", subject, request)
        .status();
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, GroupServiceTest, test::Engines(), test::EngineName);

TEST_P(GroupServiceTest, IsFormedByTwoPeopleOfAnyParty) {
  v1::CreatePoliticalGroupRequest request = Founding();
  request.set_request_id(kRequestId);
  request.mutable_political_group()->set_leader(request.founders(1));
  const auto group = Create("officer", request);
  ASSERT_THAT(group, IsOk());
  EXPECT_EQ(group->state(), Group::STATE_FORMED);
  EXPECT_THAT(group->members(), UnorderedElementsAre(request.founders(0), request.founders(1)));
  EXPECT_EQ(SeatOf("ann").political_group(), group->name());
  EXPECT_EQ(SeatOf("ann").party(), "parties/liberal-democrat") << "the party stays";
  EXPECT_EQ(SeatOf("bea").party(), "parties/independent");
  EXPECT_EQ(SeatOf("ann").affiliations_size(), 2);
  EXPECT_EQ(Create("officer", request)->name(), group->name());
}

TEST_P(GroupServiceTest, IsNotFormedOtherwise) {
  v1::CreatePoliticalGroupRequest request = Founding();
  request.mutable_founders()->RemoveLast();
  EXPECT_THAT(Create("officer", request), FaultOn("founders", REASON_FIELD_OUT_OF_RANGE));
  request.add_founders(request.founders(0));
  EXPECT_THAT(Create("officer", request), FaultOn("founders[1]", REASON_FIELD_REPEATED));
  for (const std::string& other : {SeatOf("cai").name(), std::string("people/x/memberships/y")}) {
    request.set_founders(1, other);
    EXPECT_THAT(Create("officer", request), FaultOn("founders[1]", REASON_FIELD_UNKNOWN_REFERENCE));
  }
  EXPECT_THAT(Create("officer", Founding("2020-01-01")),
              FaultOn("founders[0]", REASON_FIELD_UNKNOWN_REFERENCE))
      << "one of them did not sit then";
  request = Founding();
  request.mutable_political_group()->mutable_title()->clear_welsh();
  EXPECT_THAT(Create("officer", request), FaultOn("political_group.title", REASON_FIELD_REQUIRED));
  request = Founding();
  request.mutable_political_group()->set_leader(SeatOf("cai").name());
  EXPECT_THAT(Create("officer", request),
              FaultOn("political_group.leader", REASON_FIELD_UNKNOWN_REFERENCE));
  ASSERT_THAT(Join("bea", "", ""), IsOk());
  EXPECT_THAT(Create("officer", Founding()), HasReason(REASON_WRONG_STATE))
      << "one has chosen to state nothing";
  EXPECT_EQ(SeatOf("ann").political_group(), "") << "and the others are as they were";
  for (const char* other : {"ann", "adviser", World::kNational, "english"}) {
    EXPECT_THAT(Create(other, Founding()), IsNotPermitted()) << other;
  }
}

TEST_P(GroupServiceTest, ShowsWhoBelongsToItToItsOfficersAlone) {
  v1::CreatePoliticalGroupRequest request = Founding();
  request.mutable_political_group()->set_leader(request.founders(0));
  request.mutable_political_group()->set_leader_email("group@example.org");
  const std::string name = Create("officer", request)->name();
  EXPECT_EQ(Get("officer", name)->members_size(), 2);
  for (const char* insider : {"ann", "adviser", World::kNational}) {
    const auto seen = Get(insider, name);
    ASSERT_THAT(seen, IsOk()) << insider;
    EXPECT_THAT(seen->members(), IsEmpty()) << insider;
    EXPECT_EQ(seen->leader_email(), "group@example.org") << insider;
  }
  for (const char* other : {"cai", "dot", "english"}) {
    EXPECT_THAT(Get(other, name), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Get("officer", absl::StrCat(world_.Authority("POW"), "/politicalGroups/none")),
              IsNotPermitted());
}

TEST_P(GroupServiceTest, IsShownAsTooFewAndNotEnded) {
  const std::string name = Create("officer", Founding())->name();
  Group changed = *Get("officer", name);
  changed.set_leader(SeatOf("bea").name());
  changed.set_leader_email("bea@example.org");
  ASSERT_THAT(Update("officer", changed, {"leader", "leader_email"}), IsOk());
  EXPECT_EQ(Get("ann", name)->leader(), SeatOf("bea").name());
  ASSERT_THAT(Join("bea", "parties/independent", ""), IsOk());
  const auto left = Get("officer", name);
  EXPECT_EQ(left->state(), Group::STATE_TOO_FEW);
  EXPECT_EQ(left->end_date(), "");
  EXPECT_EQ(left->leader(), "") << "who leaves leads no longer";
  EXPECT_EQ(left->leader_email(), "");
  ASSERT_THAT(Join("bea", "parties/labour", name), IsOk());
  EXPECT_EQ(Get("officer", name)->state(), Group::STATE_FORMED);
}

TEST_P(GroupServiceTest, ChangesTitleAndLeader) {
  const std::string name = Create("officer", Founding())->name();
  Group group = *Get("officer", name);
  group.mutable_title()->set_english("The Group");
  group.set_start_date("2020-01-01");
  ASSERT_THAT(Update("officer", group, {"title"}), IsOk());
  EXPECT_EQ(Get("ann", name)->title().english(), "The Group");
  EXPECT_EQ(Get("ann", name)->start_date(), "2026-11-01");
  EXPECT_THAT(Update("officer", group, {"title"}), HasReason(REASON_STALE_ETAG));
  group.clear_etag();
  EXPECT_THAT(Update("officer", group, {"start_date"}), HasReason(REASON_FIELD_MASK_INVALID));
  EXPECT_THAT(Update("officer", group, {"members"}), HasReason(REASON_FIELD_MASK_INVALID));
  group.set_leader(SeatOf("cai").name());
  EXPECT_THAT(Update("officer", group, {"leader"}),
              FaultOn("political_group.leader", REASON_FIELD_UNKNOWN_REFERENCE));
  for (const char* other : {"ann", "adviser", World::kNational}) {
    EXPECT_THAT(Update(other, group, {"title"}), IsNotPermitted()) << other;
  }
}

TEST_P(GroupServiceTest, EndsWithItsMembershipsAndNotTheirParties) {
  const std::string name = Create("officer", Founding())->name();
  EXPECT_THAT(End("officer", name, "2026-10-31"), FaultOn("end_date", REASON_FIELD_OUT_OF_RANGE));
  const int64_t head = world_.Head();
  const auto ended = End("officer", name, "2026-11-21");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), Group::STATE_ENDED);
  EXPECT_EQ(SeatOf("ann").political_group(), "");
  EXPECT_EQ(SeatOf("ann").party(), "parties/liberal-democrat");
  EXPECT_EQ(SeatOf("ann").affiliations_size(), 3) << "the history stays";
  EXPECT_EQ(world_.Events(head).size(), 3) << "two people, and the group";
  EXPECT_THAT(End("officer", name, "2026-11-21"), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Join("ann", "", name), FaultOn("affiliation.political_group", REASON_FIELD_CONFLICT));
  EXPECT_THAT(End("ann", name, "2026-11-21"), IsNotPermitted());
}

TEST_P(GroupServiceTest, ListsTheGroupsOfAnAuthorityByTheirBeginning) {
  const std::string second = Create("officer", Founding("2026-11-10"))->name();
  ASSERT_THAT(End("officer", second, "2026-11-15"), IsOk());
  const std::string first = Create("officer", Founding("2026-11-01"))->name();
  const std::string third = Create("officer", Founding("2026-12-01"))->name();
  v1::ListPoliticalGroupsRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_page_size(1);
  request.set_show_ended(true);
  std::vector<std::string> names;
  do {
    const auto page = world_.Ask<v1::ListPoliticalGroupsResponse>(
        "PoliticalGroupService/ListPoliticalGroups", "ann", request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->political_groups_size(), 1);
    names.push_back(page->political_groups(0).name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, (std::vector<std::string>{first, second, third}));
  request.set_show_ended(false);
  request.set_page_size(0);
  const auto living = world_.Ask<v1::ListPoliticalGroupsResponse>(
      "PoliticalGroupService/ListPoliticalGroups", "officer", request);
  ASSERT_EQ(living->political_groups_size(), 2);
  EXPECT_EQ(living->political_groups(1).state(), Group::STATE_PLANNED);
  request.set_parent(world_.Authority("CRF"));
  EXPECT_THAT(world_.Ask<v1::ListPoliticalGroupsResponse>(
                  "PoliticalGroupService/ListPoliticalGroups", "ann", request),
              IsNotPermitted());
}

TEST_P(GroupServiceTest, LetsOneOfTwoOfficersChangeIt) {
  const Group group = *Create("officer", Founding());
  std::vector<absl::Status> answers(2);
  std::vector<std::thread> officers;
  for (absl::Status& answer : answers) {
    officers.emplace_back([&] { answer = Update("officer", group, {"title"}).status(); });
  }
  for (std::thread& officer : officers) officer.join();
  EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << answers[1];
  EXPECT_THAT(answers[0].ok() ? answers[1] : answers[0], HasReason(REASON_STALE_ETAG));
}

}  // namespace
}  // namespace telemachus::registry
