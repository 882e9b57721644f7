// A new version of a policy changes nothing of what was asked for under the one before.
#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "gtest/gtest.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using registry::v1::Policy;

class PolicyChangeTest : public testing::Test {
 protected:
  Policy Present() {
    registry::v1::GetEffectivePolicyRequest get;
    get.set_parent(journey_.home());
    return journey_.Does<Policy>("member-1", "registry.v1.PolicyService/GetEffectivePolicy", get);
  }
  // From now on nobody approves, nothing is written down and nothing planned.
  void Loosen() {
    registry::v1::CreatePolicyRequest create;
    create.set_parent(journey_.home());
    *create.mutable_policy() = Present();
    create.mutable_policy()->set_approval(Policy::APPROVAL_NONE);
    create.mutable_policy()->set_agreement_form(Policy::AGREEMENT_FORM_NONE);
    create.mutable_policy()->set_planned_months(0);
    journey_.Does<Policy>("officer", "registry.v1.PolicyService/CreatePolicy", create);
    ASSERT_EQ(Present().version(), 2);
  }
  std::string PolicyOfRequest(const std::string& who, const std::string& request) {
    matching::v1::GetRequestRequest get;
    get.set_name(request);
    return journey_.Does<matching::v1::Request>(who, "matching.v1.RequestService/GetRequest", get)
        .policy();
  }

  test::Town town_;
  Journey journey_{town_.callers()};
};

TEST_F(PolicyChangeTest, LeavesApprovalAndAgreementOfAnEarlierRequestAsTheyWere) {
  journey_.UpToApproval();
  ASSERT_FALSE(HasFailure());
  Loosen();
  ASSERT_FALSE(HasFailure());
  // The officer approves, whom the new version asks no more.
  journey_.Approve();
  journey_.FindAgreement();
  ASSERT_FALSE(HasFailure());
  const std::string planned_end = journey_.GetAgreement("member-0").sections().planned_end_date();
  EXPECT_EQ(planned_end, time::FormatDate(time::AddMonths(time::DayOf(absl::Now()), 9)));
  EXPECT_EQ(PolicyOfRequest("member-0", journey_.request()),
            absl::StrCat(journey_.home(), "/policies/1"));
  // Who asks now, asks under the new one.
  const auto later = journey_.Does<matching::v1::Request>(
      "member-1", "matching.v1.RequestService/CreateRequest", journey_.Need("member-1"));
  EXPECT_EQ(PolicyOfRequest("member-1", later.name()),
            absl::StrCat(journey_.home(), "/policies/2"));
}

}  // namespace
}  // namespace telemachus::scenario
