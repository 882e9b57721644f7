#include <string>
#include <thread>
#include <vector>

#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/authority/national_policy.h"
#include "registry/authority/policy_service.h"
#include "registry/timer_kinds.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_POLICY_OUT_OF_BOUNDS;
using status::v1::REASON_REQUEST_ID_REUSED;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d13";

class AuthorityServiceTest : public testing::TestWithParam<std::string> {
 protected:
  AuthorityServiceTest() { Populate(world_); }

  std::vector<std::string> Codes(v1::ListAuthoritiesRequest request) {
    std::vector<std::string> codes;
    do {
      const auto page = world_.Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities",
                                                                "ann", request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& authority : page->authorities()) codes.push_back(authority.code());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return codes;
  }
  v1::CreatePolicyRequest PolicyOf(const std::string& code, const std::string& from) {
    v1::CreatePolicyRequest request;
    request.set_parent(world_.Authority(code));
    *request.mutable_policy() = NationalPolicy(request.parent());
    request.mutable_policy()->set_effective_date(from);
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

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, AuthorityServiceTest, test::Engines(), test::EngineName);

TEST_P(AuthorityServiceTest, ReturnsAnAuthorityWithItsSeats) {
  v1::GetAuthorityRequest request;
  request.set_name(world_.Authority("POW"));
  const auto powys = world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "cai", request);
  ASSERT_THAT(powys, IsOk());
  EXPECT_EQ(powys->title().welsh(), "Cyngor Sir Powys");
  EXPECT_EQ(powys->region(), "regions/wales");
  EXPECT_EQ(powys->seat_count(), 2);
  request.set_name("authorities/nowhere");
  EXPECT_THAT(world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "cai", request),
              HasReason(REASON_NOT_FOUND));
  EXPECT_THAT(world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "stranger", request),
              IsNotPermitted());
}

TEST_P(AuthorityServiceTest, ListsAuthoritiesByCodePageByPage) {
  v1::ListAuthoritiesRequest request;
  request.set_page_size(2);
  EXPECT_THAT(Codes(request), ElementsAre("CBD", "CRF", "LDS", "POW", "YOR"));
  request.set_show_ended(true);
  EXPECT_THAT(Codes(request), ElementsAre("CBD", "CMA", "CRF", "LDS", "POW", "YOR"));
  request.set_nation("nations/wales");
  EXPECT_THAT(Codes(request), ElementsAre("CRF", "POW"));
  request.clear_nation();
  request.set_region("regions/yorkshire-and-the-humber");
  EXPECT_THAT(Codes(request), ElementsAre("LDS", "YOR"));
}

TEST_P(AuthorityServiceTest, HasTheNationalPolicyUntilThereIsAnother) {
  const std::string powys = world_.Authority("POW");
  const auto national = Effective(powys, "");
  ASSERT_THAT(national, IsOk());
  EXPECT_EQ(national->name(), powys + "/policies/0");
  EXPECT_EQ(national->version(), 0);
  EXPECT_THAT(Effective("authorities/nowhere", ""), HasReason(REASON_NOT_FOUND));
}

TEST_P(AuthorityServiceTest, AppliesEachVersionFromItsDate) {
  const std::string powys = world_.Authority("POW");
  ASSERT_THAT(Create("officer", PolicyOf("POW", "2026-06-01")), IsOk());
  ASSERT_THAT(Create(World::kNational, PolicyOf("POW", "2026-12-01")), IsOk());
  ASSERT_THAT(Create("officer", PolicyOf("POW", "2026-12-01")), IsOk());
  EXPECT_EQ(Effective(powys, "2026-05-31")->version(), 0);
  EXPECT_EQ(Effective(powys, "2026-06-01")->version(), 1);
  EXPECT_EQ(Effective(powys, "")->version(), 1);
  EXPECT_EQ(Effective(powys, "2026-12-01")->version(), 3);
  EXPECT_THAT(Create("officer", PolicyOf("POW", "2026-11-30")),
              FaultOn("policy.effective_date", REASON_FIELD_OUT_OF_RANGE));
}

TEST_P(AuthorityServiceTest, LetsNobodyElseSetAPolicy) {
  for (const char* other : {"ann", "adviser", "english"}) {
    EXPECT_THAT(Create(other, PolicyOf("POW", "2026-12-01")), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Create("officer", PolicyOf("CRF", "2026-12-01")), IsNotPermitted());
  auto nowhere = PolicyOf("POW", "2026-12-01");
  nowhere.set_parent("authorities/nowhere");
  EXPECT_THAT(Create(World::kNational, nowhere), IsNotPermitted());
}

TEST_P(AuthorityServiceTest, KeepsPoliciesWithinBoundsAndTakesEachOnce) {
  auto request = PolicyOf("POW", "2026-12-01");
  request.set_request_id(kRequestId);
  request.mutable_policy()->set_rematch_days(kMostRematchDays + 1);
  EXPECT_THAT(Create("officer", request),
              FaultOn("policy.rematch_days", REASON_POLICY_OUT_OF_BOUNDS));
  request.mutable_policy()->set_rematch_days(kMostRematchDays);
  EXPECT_EQ(Create("officer", request)->version(), 1);
  EXPECT_EQ(Create("officer", request)->version(), 1);
  request.mutable_policy()->set_rematch_days(14);
  EXPECT_THAT(Create("officer", request), HasReason(REASON_REQUEST_ID_REUSED));
}

TEST_P(AuthorityServiceTest, TellsOfAPolicyAndInTimeOfTheMentorsItChanges) {
  timer::Timers timers(world_.database(), world_.clock(), {{kPolicyAppliesTimer, &ApplyPolicy}});
  v1::CreateMentorRequest mentor;
  *mentor.mutable_mentor() = world_.Offer("ann");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", mentor), IsOk());
  const int64_t head = world_.Head();
  auto request = PolicyOf("POW", "2026-12-01");
  request.mutable_policy()->set_scheme_start_date("2026-09-01");
  request.mutable_policy()->set_members_offered_outside(false);
  ASSERT_THAT(Create("officer", request), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.policy.created");
  EXPECT_THAT(events[0].codes(), UnorderedElementsAre(Pair("authority", request.parent()),
                                                      Pair("effective_date", "2026-12-01"),
                                                      Pair("scheme_start_date", "2026-09-01")));
  EXPECT_EQ(*timers.FireDue(), 0);
  world_.clock().Set(time::StartOf(absl::CivilDay(2026, 12, 1)));
  EXPECT_EQ(*timers.FireDue(), 1);
  const auto later = world_.Events(head + 1);
  ASSERT_EQ(later.size(), 2);
  EXPECT_EQ(later[1].type(), "registry.mentor.changed");
  EXPECT_EQ(later[1].resource(), mentor.mentor().name());
}

TEST_P(AuthorityServiceTest, NumbersVersionsWithoutGapsUnderTwoWriters) {
  constexpr int kEach = 5;
  const auto request = PolicyOf("POW", "2026-12-01");
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
  EXPECT_EQ(Effective(request.parent(), "2026-12-01")->version(), 2 * kEach);
}

}  // namespace
}  // namespace telemachus::registry
