#include "registry/authority/policy_rules.h"

#include <functional>
#include <string>

#include "common/field/check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/authority/national_policy.h"
#include "registry/authority/policy_book.h"
#include "tests/support/status_matchers.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_POLICY_OUT_OF_BOUNDS;
using test::HasReason;
using test::IsOk;
using testing::HasSubstr;

v1::Policy Valid() { return NationalPolicy("authorities/powys"); }

TEST(NationalPolicyTest, IsItselfWithinAllBounds) {
  v1::CreatePolicyRequest request;
  request.set_parent("authorities/powys");
  *request.mutable_policy() = Valid();
  EXPECT_THAT(field::Check(request), IsOk());
  EXPECT_THAT(CheckPolicy(Valid(), ""), IsOk());
  EXPECT_EQ(Valid().name(), "authorities/powys/policies/0");
}

TEST(PolicyRulesTest, NamesTheFieldThatGoesTooFar) {
  struct Case {
    const char* field;
    std::function<void(v1::Policy&)> go_too_far;
  };
  for (const Case& c : {
           Case{"policy.outward_after_days",
                [](v1::Policy& p) { p.set_outward_after_days(kMostOutwardDays + 1); }},
           Case{"policy.planned_months",
                [](v1::Policy& p) { p.set_planned_months(kMostPlannedMonths + 1); }},
           Case{"policy.rematch_days",
                [](v1::Policy& p) { p.set_rematch_days(kMostRematchDays + 1); }},
           Case{"policy.hold_hours", [](v1::Policy& p) { p.set_hold_hours(kMostHoldHours + 1); }},
           Case{"policy.first_reach",
                [](v1::Policy& p) { p.set_first_reach(programme::v1::REACH_ANY_NATION); }},
       }) {
    v1::Policy policy = Valid();
    c.go_too_far(policy);
    const absl::Status status = CheckPolicy(policy, "");
    EXPECT_THAT(status, HasReason(REASON_POLICY_OUT_OF_BOUNDS)) << c.field;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.field));
  }
}

TEST(PolicyRulesTest, AllowsTheBoundsThemselves) {
  v1::Policy policy = Valid();
  policy.set_outward_after_days(kMostOutwardDays);
  policy.set_planned_months(kMostPlannedMonths);
  policy.set_rematch_days(kMostRematchDays);
  policy.set_hold_hours(kMostHoldHours);
  policy.set_first_reach(kWidestFirstReach);
  EXPECT_THAT(CheckPolicy(policy, policy.effective_date()), IsOk());
}

TEST(PolicyRulesTest, RefusesToBeginBeforeTheLatestVersion) {
  v1::Policy policy = Valid();
  policy.set_effective_date("2026-01-01");
  EXPECT_THAT(CheckPolicy(policy, "2026-01-02"), HasReason(REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(CheckPolicy(policy, "2026-01-01"), IsOk());
}

TEST(PolicyRulesTest, RefusesAKindTwice) {
  v1::Policy policy = Valid();
  policy.add_kinds(policy.kinds(0));
  EXPECT_THAT(CheckPolicy(policy, ""), HasReason(REASON_FIELD_REPEATED));
}

TEST(PolicyBookTest, FindsTheVersionOfTheDay) {
  PolicyBook book;
  int version = 0;
  for (const char* date : {"2026-01-01", "2026-06-01", "2026-06-01"}) {
    v1::Policy policy;
    policy.set_effective_date(date);
    policy.set_version(++version);
    book.Add("authorities/a", policy);
  }
  EXPECT_EQ(book.On("authorities/a", "2025-12-31").version(), 0);
  EXPECT_EQ(book.On("authorities/a", "2026-01-01").version(), 1);
  EXPECT_EQ(book.On("authorities/a", "2026-05-31").version(), 1);
  EXPECT_EQ(book.On("authorities/a", "2026-06-01").version(), 3);
  EXPECT_EQ(book.On("authorities/b", "2026-06-01").version(), 0);
}

}  // namespace
}  // namespace telemachus::registry
