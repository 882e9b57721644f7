#include "registry/policy/policy_service.h"

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/policy/policy_changes.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/policy_version.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/policies.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// Policies of authorities, from the handlers. Today is 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_POLICY_OUT_OF_BOUNDS;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d13";
constexpr char kYesterday[] = "2026-11-21";
constexpr char kToday[] = "2026-11-22";
constexpr char kTomorrow[] = "2026-11-23";
constexpr char kLater[] = "2026-12-01";

class PolicyServiceTest : public testing::TestWithParam<std::string> {
 protected:
  PolicyServiceTest() { Populate(world_); }

  v1::CreatePolicyRequest PolicyOf(const std::string& code, const std::string& from) {
    v1::CreatePolicyRequest request;
    request.set_parent(world_.Authority(code));
    *request.mutable_policy() = SomeFullPolicy(from);
    return request;
  }
  absl::StatusOr<v1::Policy> Create(const std::string& as, const v1::CreatePolicyRequest& request) {
    return world_.Ask<v1::Policy>("PolicyService/CreatePolicy", as, request);
  }
  absl::StatusOr<v1::Policy> Effective(const std::string& authority, const std::string& day) {
    v1::GetEffectivePolicyRequest request;
    request.set_parent(authority);
    request.set_date(day);
    return world_.Ask<v1::Policy>("PolicyService/GetEffectivePolicy", "ann", request);
  }
  absl::StatusOr<v1::PolicyVersion> Withdraw(const std::string& as, const std::string& name) {
    v1::WithdrawPolicyRequest request;
    request.set_name(name);
    return world_.Ask<v1::PolicyVersion>("PolicyVersionService/WithdrawPolicy", as, request);
  }
  absl::StatusOr<v1::PolicyVersion> Get(const std::string& name) {
    v1::GetPolicyRequest request;
    request.set_name(name);
    return world_.Ask<v1::PolicyVersion>("PolicyVersionService/GetPolicy", "dot", request);
  }
  // "3 TO_COME", two a page.
  std::vector<std::string> Versions(const std::string& authority) {
    v1::ListPoliciesRequest request;
    request.set_parent(authority);
    request.set_page_size(2);
    std::vector<std::string> versions;
    do {
      const auto page =
          world_.Ask<v1::ListPoliciesResponse>("PolicyVersionService/ListPolicies", "dot", request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& version : page->policies()) {
        versions.push_back(absl::StrCat(version.policy().version(), " ",
                                        v1::PolicyVersion::State_Name(version.state()).substr(6)));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return versions;
  }
  void GoTo(absl::CivilDay day) { world_.clock().Set(time::StartOf(day)); }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, PolicyServiceTest, test::Engines(), test::EngineName);

TEST_P(PolicyServiceTest, HasTheNationalDefaultUntilThereIsAnother) {
  const std::string powys = world_.Authority("POW");
  const auto national = Effective(powys, "");
  ASSERT_THAT(national, IsOk());
  EXPECT_EQ(national->name(), powys + "/policies/0");
  EXPECT_EQ(national->version(), 0);
  EXPECT_EQ(national->rematch_days(), 28);
  EXPECT_EQ(national->induction_months(), 9);
  EXPECT_EQ(national->kinds_size(), 5);
  EXPECT_THAT(Effective("authorities/nowhere", ""), HasReason(REASON_NOT_FOUND));
}

TEST_P(PolicyServiceTest, KeepsEveryRowAsItWasSaid) {
  const auto request = PolicyOf("POW", kLater);
  const auto created = Create("officer", request);
  ASSERT_THAT(created, IsOk());
  v1::Policy kept = *Effective(request.parent(), kLater);
  EXPECT_EQ(kept.SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(kept.SerializeAsString(), Get(created->name())->policy().SerializeAsString());
  for (const char* field : {"name", "version", "create_time"}) {
    kept.GetReflection()->ClearField(&kept, kept.GetDescriptor()->FindFieldByName(field));
  }
  EXPECT_EQ(kept.SerializeAsString(), request.policy().SerializeAsString());
}

TEST_P(PolicyServiceTest, AppliesEachVersionFromItsDate) {
  const std::string powys = world_.Authority("POW");
  ASSERT_THAT(Create("officer", PolicyOf("POW", kToday)), IsOk());
  ASSERT_THAT(Create(World::kNational, PolicyOf("POW", kLater)), IsOk());
  ASSERT_THAT(Create("officer", PolicyOf("POW", kLater)), IsOk());
  EXPECT_EQ(Effective(powys, kYesterday)->version(), 0);
  EXPECT_EQ(Effective(powys, kToday)->version(), 1);
  EXPECT_EQ(Effective(powys, "")->version(), 1);
  EXPECT_EQ(Effective(powys, "2026-11-30")->version(), 1);
  EXPECT_EQ(Effective(powys, kLater)->version(), 3);
}

TEST_P(PolicyServiceTest, LeavesTheDaysBeforeAVersionAsTheyWere) {
  const std::string powys = world_.Authority("POW");
  ASSERT_THAT(Create("officer", PolicyOf("POW", kToday)), IsOk());
  const std::vector<std::string> days = {"2020-01-01", kYesterday, kToday, kTomorrow, "2026-11-30"};
  const auto decided = [&] {
    std::vector<std::string> policies;
    for (const std::string& day : days) {
      policies.push_back(Effective(powys, day)->SerializeAsString());
    }
    return policies;
  };
  const auto before = decided();
  auto later = PolicyOf("POW", kLater);
  later.mutable_policy()->set_approval(v1::Policy::APPROVAL_PANEL);
  ASSERT_THAT(Create("officer", later), IsOk());
  EXPECT_EQ(decided(), before);
  // No version begins on a day that has passed, or before the latest.
  for (const char* date : {"2020-01-01", kYesterday, "2026-11-30"}) {
    EXPECT_THAT(Create("officer", PolicyOf("POW", date)),
                FaultOn("policy.effective_date", REASON_FIELD_OUT_OF_RANGE));
  }
  GoTo(absl::CivilDay(2026, 12, 24));
  EXPECT_EQ(decided(), before);
}

TEST_P(PolicyServiceTest, LetsNobodyElseSetOrWithdrawAPolicy) {
  const auto made = Create("officer", PolicyOf("POW", kLater));
  ASSERT_THAT(made, IsOk());
  for (const char* other : {"ann", "adviser", "english", "stranger"}) {
    EXPECT_THAT(Create(other, PolicyOf("POW", kLater)), IsNotPermitted()) << other;
    EXPECT_THAT(Withdraw(other, made->name()), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Create("officer", PolicyOf("CRF", kLater)), IsNotPermitted());
  auto nowhere = PolicyOf("POW", kLater);
  nowhere.set_parent("authorities/nowhere");
  EXPECT_THAT(Create(World::kNational, nowhere), IsNotPermitted());
  for (const char* unknown : {"authorities/nowhere/policies/1", "authorities/x/policies/one"}) {
    EXPECT_THAT(Withdraw("officer", unknown), IsNotPermitted()) << unknown;
  }
  EXPECT_THAT(Withdraw("officer", world_.Authority("POW") + "/policies/2"), IsNotPermitted());
  EXPECT_THAT(Versions(world_.Authority("POW")), ElementsAre("1 TO_COME"));
}

TEST_P(PolicyServiceTest, KeepsPoliciesWithinBoundsAndTakesEachOnce) {
  auto request = PolicyOf("POW", kLater);
  request.set_request_id(kRequestId);
  request.mutable_policy()->set_rematch_days(61);
  EXPECT_THAT(Create("officer", request),
              FaultOn("policy.rematch_days", REASON_POLICY_OUT_OF_BOUNDS));
  EXPECT_THAT(Versions(request.parent()), ElementsAre());
  request.mutable_policy()->set_rematch_days(60);
  EXPECT_EQ(Create("officer", request)->version(), 1);
  EXPECT_EQ(Create("officer", request)->version(), 1);
  request.mutable_policy()->set_rematch_days(14);
  EXPECT_THAT(Create("officer", request), HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(PolicyServiceTest, AsksWalesForPostsInBothLanguages) {
  auto request = PolicyOf("POW", kLater);
  request.mutable_policy()->mutable_key_contacts(0)->mutable_post()->clear_welsh();
  EXPECT_THAT(Create("officer", request),
              FaultOn("policy.key_contacts[0].post.welsh", REASON_FIELD_REQUIRED));
  request.set_parent(world_.Authority("LDS"));
  EXPECT_THAT(Create("english", request), IsOk());
}

TEST_P(PolicyServiceTest, ListsVersionsNewestFirstWithWhatTheyAre) {
  const std::string powys = world_.Authority("POW");
  EXPECT_THAT(Versions(powys), ElementsAre());
  for (const char* from : {kToday, kToday, kTomorrow, kLater, "2027-01-01"}) {
    ASSERT_THAT(Create("officer", PolicyOf("POW", from)), IsOk()) << from;
  }
  ASSERT_THAT(Withdraw("officer", powys + "/policies/4"), IsOk());
  EXPECT_THAT(Versions(powys),
              ElementsAre("5 TO_COME", "4 WITHDRAWN", "3 TO_COME", "2 APPLIES", "1 PAST"));
  GoTo(absl::CivilDay(2027, 1, 1));
  EXPECT_THAT(Versions(powys),
              ElementsAre("5 APPLIES", "4 WITHDRAWN", "3 PAST", "2 PAST", "1 PAST"));
  v1::ListPoliciesRequest nowhere;
  nowhere.set_parent("authorities/nowhere");
  EXPECT_THAT(
      world_.Ask<v1::ListPoliciesResponse>("PolicyVersionService/ListPolicies", "dot", nowhere),
      HasReason(REASON_NOT_FOUND));
  for (const char* unknown : {"/policies/0", "/policies/6", "/policies/01", "/policies/x"}) {
    EXPECT_THAT(Get(powys + unknown), HasReason(REASON_NOT_FOUND)) << unknown;
  }
}

TEST_P(PolicyServiceTest, WithdrawsAVersionUntilItApplies) {
  const std::string powys = world_.Authority("POW");
  ASSERT_THAT(Create("officer", PolicyOf("POW", kToday)), IsOk());
  ASSERT_THAT(Create("officer", PolicyOf("POW", kTomorrow)), IsOk());
  EXPECT_THAT(Withdraw("officer", powys + "/policies/1"), HasReason(REASON_WRONG_STATE));
  EXPECT_EQ(Effective(powys, kTomorrow)->version(), 2);
  const auto withdrawn = Withdraw(World::kNational, powys + "/policies/2");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(time::FromProto(withdrawn->withdraw_time()), Noon());
  EXPECT_EQ(Effective(powys, kTomorrow)->version(), 1);
  const int64_t head = world_.Head();
  world_.clock().Set(Noon() + absl::Hours(1));
  EXPECT_EQ(Withdraw("officer", powys + "/policies/2")->withdraw_time().seconds(),
            withdrawn->withdraw_time().seconds());
  EXPECT_EQ(world_.Head(), head);
  // Its number is not given again, and its date binds no later version.
  ASSERT_THAT(Create("officer", PolicyOf("POW", kLater)), IsOk());
  GoTo(absl::CivilDay(2026, 12, 1));
  EXPECT_EQ(Effective(powys, "")->version(), 3);
  EXPECT_THAT(Withdraw("officer", powys + "/policies/3"), HasReason(REASON_WRONG_STATE));
}

TEST_P(PolicyServiceTest, TellsOfAPolicyAndInTimeOfTheMentorsItChanges) {
  timer::Timers timers(world_.database(), world_.clock(), {{kPolicyAppliesTimer, &ApplyPolicy}});
  v1::CreateMentorRequest mentor;
  *mentor.mutable_mentor() = world_.Offer("ann");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", mentor), IsOk());
  const int64_t head = world_.Head();
  auto request = PolicyOf("POW", kLater);
  request.mutable_policy()->set_members_offered_outside(false);
  ASSERT_THAT(Create("officer", request), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.policy.created");
  EXPECT_THAT(events[0].codes(), UnorderedElementsAre(Pair("authority", request.parent()),
                                                      Pair("effective_date", kLater),
                                                      Pair("scheme_start_date", "2025-09-01")));
  EXPECT_EQ(*timers.FireDue(), 0);
  GoTo(absl::CivilDay(2026, 12, 1));
  EXPECT_EQ(*timers.FireDue(), 1);
  const auto later = world_.Events(head + 1);
  ASSERT_EQ(later.size(), 2);
  EXPECT_EQ(later[1].type(), "registry.mentor.changed");
  EXPECT_EQ(later[1].resource(), mentor.mentor().name());
  // One that applies at once is told of at once; one that changes nothing of mentors is not.
  request.mutable_policy()->set_hold_hours(24);
  ASSERT_THAT(Create("officer", request), IsOk());
  EXPECT_EQ(world_.Events(head + 3).size(), 1);
  request.mutable_policy()->set_members_offered_outside(true);
  ASSERT_THAT(Create("officer", request), IsOk());
  EXPECT_EQ(world_.Events(head + 4).size(), 3);
}

TEST_P(PolicyServiceTest, ForgetsTheDayOfAVersionThatIsWithdrawn) {
  timer::Timers timers(world_.database(), world_.clock(), {{kPolicyAppliesTimer, &ApplyPolicy}});
  const auto made = Create("officer", PolicyOf("POW", kTomorrow));
  ASSERT_THAT(made, IsOk());
  const int64_t head = world_.Head();
  ASSERT_THAT(Withdraw("officer", made->name()), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.policy.withdrawn");
  EXPECT_EQ(events[0].resource(), made->name());
  GoTo(absl::CivilDay(2026, 11, 23));
  EXPECT_EQ(*timers.FireDue(), 0);
}

TEST_P(PolicyServiceTest, GivesTwoWritersAVersionEachWithoutGaps) {
  constexpr int kEach = 5;
  const auto request = PolicyOf("POW", kLater);
  std::vector<std::thread> writers;
  for (const char* as : {"officer", World::kNational}) {
    writers.emplace_back([&, as] {
      for (int made = 0; made < kEach;) {
        const auto policy = Create(as, request);
        if (policy.ok()) ++made;
        ASSERT_TRUE(policy.ok() || absl::IsAborted(policy.status())) << policy.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Effective(request.parent(), kLater)->version(), 2 * kEach);
}

TEST_P(PolicyServiceTest, WithdrawsOnceUnderTwoWriters) {
  const auto made = Create("officer", PolicyOf("POW", kLater));
  ASSERT_THAT(made, IsOk());
  const int64_t head = world_.Head();
  std::vector<std::thread> writers;
  for (const char* as : {"officer", World::kNational}) {
    writers.emplace_back([&, as] {
      absl::StatusOr<v1::PolicyVersion> version = Withdraw(as, made->name());
      while (absl::IsAborted(version.status())) version = Withdraw(as, made->name());
      ASSERT_THAT(version, IsOk());
      EXPECT_EQ(version->state(), v1::PolicyVersion::STATE_WITHDRAWN);
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(world_.Head(), head + 1);
}

}  // namespace
}  // namespace telemachus::registry
