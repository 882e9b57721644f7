#include "registry/national/national_policy_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/national/national_policy_rules.h"
#include "registry/person/changes.h"
#include "registry/policy/policy_changes.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/policy_version.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/policies.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// What nations lay down, from the handlers. Today is 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_POLICY_OUT_OF_BOUNDS;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr char kWales[] = "nations/wales";
constexpr char kEngland[] = "nations/england";
constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d13";
constexpr char kToday[] = "2026-11-22";
constexpr char kLater[] = "2026-12-01";

class NationalPolicyServiceTest : public testing::TestWithParam<std::string> {
 protected:
  NationalPolicyServiceTest() { Populate(world_); }

  static v1::CreateNationalPolicyRequest PolicyOf(const std::string& nation,
                                                  const std::string& from) {
    v1::CreateNationalPolicyRequest request;
    request.set_parent(nation);
    *request.mutable_national_policy() = SomeNationalPolicy(from);
    return request;
  }
  absl::StatusOr<v1::NationalPolicy> Create(const std::string& as,
                                            const v1::CreateNationalPolicyRequest& request) {
    return world_.Ask<v1::NationalPolicy>("NationalPolicyService/CreateNationalPolicy", as,
                                          request);
  }
  absl::StatusOr<v1::NationalPolicy> Withdraw(const std::string& as, const std::string& name) {
    v1::WithdrawNationalPolicyRequest request;
    request.set_name(name);
    return world_.Ask<v1::NationalPolicy>("NationalPolicyService/WithdrawNationalPolicy", as,
                                          request);
  }
  absl::StatusOr<v1::NationalPolicy> Effective(const std::string& nation, const std::string& day) {
    v1::GetEffectiveNationalPolicyRequest request;
    request.set_parent(nation);
    request.set_date(day);
    return world_.Ask<v1::NationalPolicy>("NationalPolicyService/GetEffectiveNationalPolicy", "ann",
                                          request);
  }
  absl::StatusOr<v1::Policy> SetPowys(v1::Policy policy) {
    v1::CreatePolicyRequest request;
    request.set_parent(world_.Authority("POW"));
    *request.mutable_policy() = std::move(policy);
    return world_.Ask<v1::Policy>("PolicyService/CreatePolicy", "officer", request);
  }
  v1::PolicyExplanation Powys(const std::string& day) {
    v1::ExplainEffectivePolicyRequest request;
    request.set_parent(world_.Authority("POW"));
    request.set_date(day);
    const auto explained = world_.Ask<v1::PolicyExplanation>(
        "PolicyVersionService/ExplainEffectivePolicy", "dot", request);
    EXPECT_THAT(explained, IsOk());
    // One answer, however it is asked for.
    v1::GetEffectivePolicyRequest get;
    get.set_parent(request.parent());
    get.set_date(day);
    EXPECT_EQ(
        world_.Ask<v1::Policy>("PolicyService/GetEffectivePolicy", "dot", get)->SerializeAsString(),
        explained->policy().SerializeAsString());
    return explained.value_or(v1::PolicyExplanation());
  }
  // The rows of Powys's policy that a bound of its nation puts back on a day.
  std::vector<std::string> Confined(const std::string& day) {
    std::vector<std::string> fields;
    const v1::PolicyExplanation explained = Powys(day);
    for (const auto& row : explained.rows()) {
      if (row.source() == v1::PolicyExplanation::SOURCE_NATIONAL_BOUND) {
        fields.push_back(row.field());
      }
    }
    return fields;
  }
  void GoTo(absl::CivilDay day) { world_.clock().Set(time::StartOf(day)); }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, NationalPolicyServiceTest, test::Engines(), test::EngineName);

TEST_P(NationalPolicyServiceTest, HasAFirstOneOfEachNationThatMayBeRecordedAnew) {
  for (const char* nation : {kWales, kEngland}) {
    const auto first = Effective(nation, "");
    ASSERT_THAT(first, IsOk()) << nation;
    EXPECT_EQ(first->name(), absl::StrCat(nation, "/policies/1"));
    EXPECT_EQ(first->version(), 1);
    EXPECT_EQ(first->bilingual_posts(), nation == kWales);
    v1::CreateNationalPolicyRequest again;
    again.set_parent(nation);
    *again.mutable_national_policy() = *first;
    again.mutable_national_policy()->mutable_defaults()->set_effective_date(kLater);
    EXPECT_THAT(Create(World::kNational, again), IsOk());
  }
  EXPECT_THAT(Effective("nations/scotland", ""), HasReason(REASON_NOT_FOUND));
  EXPECT_THAT(Effective(kWales, "1999-12-31"), HasReason(REASON_NOT_FOUND));
}

TEST_P(NationalPolicyServiceTest, AppliesEachVersionFromItsDateInItsNationAlone) {
  auto request = PolicyOf(kWales, kLater);
  request.mutable_national_policy()->mutable_defaults()->set_rematch_days(9);
  const auto created = Create(World::kNational, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "nations/wales/policies/2");
  EXPECT_EQ(Effective(kWales, "2026-11-30")->version(), 1);
  EXPECT_EQ(Effective(kWales, kLater)->version(), 2);
  EXPECT_EQ(Effective(kEngland, kLater)->version(), 1);
  EXPECT_EQ(Powys("2026-11-30").policy().rematch_days(), 28);
  EXPECT_EQ(Powys(kLater).policy().rematch_days(), 9);
  EXPECT_EQ(Powys(kLater).national_policy(), created->name());
}

TEST_P(NationalPolicyServiceTest, IsSetByTheNationsOwnStaffAlone) {
  world_.AddPerson("welsh");
  world_.Give("welsh", access::Role::ROLE_NATIONAL, kWales);
  EXPECT_THAT(Create("welsh", PolicyOf(kEngland, kLater)), IsNotPermitted());
  EXPECT_THAT(Create("english", PolicyOf(kWales, kLater)), IsNotPermitted());
  EXPECT_THAT(Create("welsh", PolicyOf("nations/scotland", kLater)), IsNotPermitted());
  for (const char* other : {"officer", "adviser", "ann", "stranger"}) {
    EXPECT_THAT(Create(other, PolicyOf(kWales, kLater)), IsNotPermitted()) << other;
  }
  ASSERT_THAT(Create("welsh", PolicyOf(kWales, kLater)), IsOk());
  for (const char* other : {"english", "officer", "ann"}) {
    EXPECT_THAT(Withdraw(other, "nations/wales/policies/2"), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Withdraw("welsh", "nations/wales/policies/3"), IsNotPermitted());
  EXPECT_THAT(Withdraw("welsh", "nations/scotland/policies/1"), IsNotPermitted());
  EXPECT_THAT(Withdraw("welsh", "nations/wales/policies/2"), IsOk());
}

TEST_P(NationalPolicyServiceTest, BeginsTomorrowAtTheEarliestAndAfterTheLatest) {
  EXPECT_THAT(Create(World::kNational, PolicyOf(kWales, kToday)),
              FaultOn("national_policy.defaults.effective_date", REASON_FIELD_OUT_OF_RANGE));
  ASSERT_THAT(Create(World::kNational, PolicyOf(kWales, kLater)), IsOk());
  EXPECT_THAT(Create(World::kNational, PolicyOf(kWales, "2026-11-30")),
              FaultOn("national_policy.defaults.effective_date", REASON_FIELD_OUT_OF_RANGE));
}

TEST_P(NationalPolicyServiceTest, TakesEachRequestOnce) {
  auto request = PolicyOf(kWales, kLater);
  request.set_request_id(kRequestId);
  EXPECT_EQ(Create(World::kNational, request)->version(), 2);
  EXPECT_EQ(Create(World::kNational, request)->version(), 2);
  request.mutable_national_policy()->set_bilingual_posts(true);
  EXPECT_THAT(Create(World::kNational, request), HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(NationalPolicyServiceTest, ListsVersionsNewestFirst) {
  for (const char* from : {"2026-12-01", "2026-12-01", "2027-01-01"}) {
    ASSERT_THAT(Create(World::kNational, PolicyOf(kWales, from)), IsOk());
  }
  v1::ListNationalPoliciesRequest request;
  request.set_parent(kWales);
  request.set_page_size(3);
  const auto list = [&] {
    return world_.Ask<v1::ListNationalPoliciesResponse>(
        "NationalPolicyService/ListNationalPolicies", "dot", request);
  };
  std::vector<int64_t> versions;
  do {
    const auto page = list();
    ASSERT_THAT(page, IsOk());
    for (const auto& policy : page->national_policies()) versions.push_back(policy.version());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(versions, ElementsAre(4, 3, 2, 1));
  request.set_parent("nations/scotland");
  EXPECT_THAT(list(), HasReason(REASON_NOT_FOUND));
  v1::GetNationalPolicyRequest get;
  get.set_name("nations/wales/policies/3");
  EXPECT_EQ(world_.Ask<v1::NationalPolicy>("NationalPolicyService/GetNationalPolicy", "dot", get)
                ->version(),
            3);
  get.set_name("nations/wales/policies/5");
  EXPECT_THAT(world_.Ask<v1::NationalPolicy>("NationalPolicyService/GetNationalPolicy", "dot", get),
              HasReason(REASON_NOT_FOUND));
}

TEST_P(NationalPolicyServiceTest, MeasuresAPolicyByTheBoundsOfTheDayItBegins) {
  auto request = PolicyOf(kWales, kLater);
  *request.mutable_national_policy()->add_bounds() = AtMost("rematch_days", 21);
  ASSERT_THAT(Create(World::kNational, request), IsOk());
  v1::Policy policy = SomePolicy("2026-11-30");
  policy.set_rematch_days(22);
  EXPECT_THAT(SetPowys(policy), IsOk());
  policy.set_effective_date(kLater);
  EXPECT_THAT(SetPowys(policy), FaultOn("policy.rematch_days", REASON_POLICY_OUT_OF_BOUNDS));
}

TEST_P(NationalPolicyServiceTest, TightensWithoutChangingWhatAnAuthorityRecorded) {
  v1::Policy policy = SomePolicy(kToday);
  policy.set_approval(v1::Policy::APPROVAL_PANEL);
  ASSERT_THAT(SetPowys(policy), IsOk());
  const std::string before = Powys("2026-11-30").SerializeAsString();
  auto request = PolicyOf(kWales, kLater);
  request.mutable_national_policy()->mutable_defaults()->set_approval(v1::Policy::APPROVAL_OFFICER);
  *request.mutable_national_policy()->add_bounds() =
      OneOf("approval", "APPROVAL_NONE", "APPROVAL_OFFICER");
  *request.mutable_national_policy()->add_bounds() = AtMost("rematch_days", 30);
  ASSERT_THAT(Create(World::kNational, request), IsOk());
  EXPECT_EQ(Powys("2026-11-30").SerializeAsString(), before);
  EXPECT_THAT(Confined("2026-11-30"), ElementsAre());
  EXPECT_THAT(Confined(kLater), ElementsAre("approval"));
  EXPECT_EQ(Powys(kLater).policy().approval(), v1::Policy::APPROVAL_OFFICER);
  EXPECT_EQ(Powys(kLater).policy().version(), 1);
  v1::GetPolicyRequest get;
  get.set_name(world_.Authority("POW") + "/policies/1");
  EXPECT_EQ(world_.Ask<v1::PolicyVersion>("PolicyVersionService/GetPolicy", "dot", get)
                ->policy()
                .approval(),
            v1::Policy::APPROVAL_PANEL);
  // What matching asks for is the same.
  v1::GetAuthorityFactsRequest facts;
  facts.set_authority(world_.Authority("POW"));
  facts.set_date(kLater);
  EXPECT_EQ(
      world_.Ask<v1::AuthorityFacts>("FactsService/GetAuthorityFacts", "services/matching", facts)
          ->policy()
          .approval(),
      v1::Policy::APPROVAL_OFFICER);
  ASSERT_THAT(Withdraw(World::kNational, "nations/wales/policies/2"), IsOk());
  EXPECT_THAT(Confined(kLater), ElementsAre());
}

TEST_P(NationalPolicyServiceTest, WithdrawsAVersionUntilItApplies) {
  EXPECT_THAT(Withdraw(World::kNational, "nations/wales/policies/1"),
              HasReason(REASON_WRONG_STATE));
  ASSERT_THAT(Create(World::kNational, PolicyOf(kWales, kLater)), IsOk());
  const int64_t head = world_.Head();
  const auto withdrawn = Withdraw(World::kNational, "nations/wales/policies/2");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(time::FromProto(withdrawn->withdraw_time()), Noon());
  EXPECT_THAT(Withdraw(World::kNational, "nations/wales/policies/2"), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.national_policy.withdrawn");
  EXPECT_EQ(Effective(kWales, kLater)->version(), 1);
  ASSERT_THAT(Create(World::kNational, PolicyOf(kWales, "2026-11-25")), IsOk());
  GoTo(absl::CivilDay(2026, 11, 25));
  EXPECT_EQ(Effective(kWales, "")->version(), 3);
  EXPECT_THAT(Withdraw(World::kNational, "nations/wales/policies/3"),
              HasReason(REASON_WRONG_STATE));
}

TEST_P(NationalPolicyServiceTest, TellsInTimeOfTheMentorsOfTheAuthoritiesItChanges) {
  timer::Timers timers(world_.database(), world_.clock(),
                       {{kPolicyAppliesTimer, &ApplyPolicy},
                        {kNationalPolicyAppliesTimer, &ApplyNationalPolicy},
                        {kMentorsFollowTimer, &MentorsChanged}});
  for (const char* who : {"ann", "cai", "dot"}) {
    v1::CreateMentorRequest mentor;
    *mentor.mutable_mentor() = world_.Offer(who);
    ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", who, mentor), IsOk());
  }
  // Powys chose what the nation will lay down, Cardiff has chosen nothing, Leeds is of England.
  v1::Policy policy = SomePolicy(kToday);
  policy.set_members_offered_outside(false);
  ASSERT_THAT(SetPowys(policy), IsOk());
  const int64_t head = world_.Head();
  auto request = PolicyOf(kWales, kLater);
  request.mutable_national_policy()->mutable_defaults()->set_members_offered_outside(false);
  *request.mutable_national_policy()->add_bounds() = Fixed("members_offered_outside");
  ASSERT_THAT(Create(World::kNational, request), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.national_policy.created");
  EXPECT_THAT(events[0].codes(),
              UnorderedElementsAre(Pair("nation", kWales), Pair("effective_date", kLater)));
  const auto offered_outside = [&](const std::string& who) {
    v1::BatchGetMentorFactsRequest facts;
    facts.add_mentors(world_.Offer(who).name());
    return world_
        .Ask<v1::BatchGetMentorFactsResponse>("FactsService/BatchGetMentorFacts",
                                              "services/matching", facts)
        ->mentors(0)
        .offered_outside();
  };
  EXPECT_TRUE(offered_outside("cai"));
  GoTo(absl::CivilDay(2026, 12, 1));
  while (*timers.FireDue() > 0) {
  }
  const auto later = world_.Events(head + 1);
  ASSERT_EQ(later.size(), 2);
  EXPECT_EQ(later[1].type(), "registry.mentor.changed");
  EXPECT_EQ(later[1].resource(), world_.Offer("cai").name());
  EXPECT_FALSE(offered_outside("cai"));
  EXPECT_TRUE(offered_outside("dot"));
}

TEST_P(NationalPolicyServiceTest, GivesTwoWritersAVersionEachWithoutGaps) {
  constexpr int kEach = 3;
  world_.AddPerson("welsh");
  world_.Give("welsh", access::Role::ROLE_NATIONAL, kWales);
  std::vector<std::thread> writers;
  for (const char* as : {"welsh", World::kNational}) {
    writers.emplace_back([&, as] {
      for (int made = 0; made < kEach;) {
        const auto policy = Create(as, PolicyOf(kWales, kLater));
        if (policy.ok()) ++made;
        ASSERT_TRUE(policy.ok() || absl::IsAborted(policy.status())) << policy.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Effective(kWales, kLater)->version(), 1 + 2 * kEach);
}

}  // namespace
}  // namespace telemachus::registry
