#include "registry/policy/policy_rules.h"

#include <functional>
#include <string>

#include "common/field/check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/policy/policy_book.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/policies.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using status::Reason;
using test::IsOk;

constexpr char kToday[] = "2026-11-22";
constexpr char kPowys[] = "authorities/powys";

PolicyMeasure Measure(const std::string& latest = "") {
  return {.national = SomeNationalPolicy(), .today = kToday, .latest_date = latest};
}

TEST(PolicyRulesTest, TakesAPolicyThatSaysEveryRow) {
  v1::CreatePolicyRequest request;
  request.set_parent(kPowys);
  *request.mutable_policy() = SomeFullPolicy();
  EXPECT_THAT(field::Check(request), IsOk());
  EXPECT_THAT(CheckPolicy(SomeFullPolicy(), Measure()), IsOk());
}

TEST(PolicyRulesTest, NamesTheFieldThatIsWrong) {
  struct Case {
    const char* field;
    Reason reason;
    std::function<void(v1::Policy&)> spoil;
  };
  using namespace status::v1;  // NOLINT: the reasons
  for (const Case& c : {
           Case{"policy.effective_date", REASON_FIELD_OUT_OF_RANGE,
                [](v1::Policy& p) { p.set_effective_date("2026-11-21"); }},
           Case{"policy.rematch_days", REASON_POLICY_OUT_OF_BOUNDS,
                [](v1::Policy& p) { p.set_rematch_days(61); }},
           Case{"policy.hold_hours", REASON_POLICY_OUT_OF_BOUNDS,
                [](v1::Policy& p) { p.set_hold_hours(14 * 24 + 1); }},
           Case{"policy.aftercare_months", REASON_POLICY_OUT_OF_BOUNDS,
                [](v1::Policy& p) { p.set_aftercare_months(4); }},
           Case{"policy.former_member_months", REASON_POLICY_OUT_OF_BOUNDS,
                [](v1::Policy& p) { p.set_former_member_months(13); }},
           Case{"policy.first_reach", REASON_POLICY_OUT_OF_BOUNDS,
                [](v1::Policy& p) { p.set_first_reach(programme::v1::REACH_ANY_NATION); }},
           Case{"policy.kinds[2]", REASON_FIELD_REPEATED,
                [](v1::Policy& p) { p.add_kinds(p.kinds(0)); }},
           Case{"policy.approval_date", REASON_FIELD_OUT_OF_RANGE,
                [](v1::Policy& p) { p.set_approval_date("2026-11-23"); }},
           Case{"policy.approving_body", REASON_FIELD_REQUIRED,
                [](v1::Policy& p) { p.clear_approving_body(); }},
           Case{"policy.guidance_adopted[1]", REASON_FIELD_REPEATED,
                [](v1::Policy& p) { p.add_guidance_adopted(p.guidance_adopted(0)); }},
           Case{"policy.key_contacts[0].post", REASON_FIELD_REQUIRED,
                [](v1::Policy& p) { p.mutable_key_contacts(0)->mutable_post()->Clear(); }},
           Case{"policy.key_contacts[0]", REASON_FIELD_REQUIRED,
                [](v1::Policy& p) { p.mutable_key_contacts(0)->clear_email(); }},
       }) {
    v1::Policy policy = SomeFullPolicy();
    c.spoil(policy);
    EXPECT_THAT(CheckPolicy(policy, Measure()), FaultOn(c.field, c.reason)) << c.field;
  }
}

TEST(PolicyRulesTest, AllowsTheLimitsThemselves) {
  v1::Policy policy = SomePolicy(kToday);
  policy.set_rematch_days(60);
  policy.set_hold_hours(14 * 24);
  policy.set_first_reach(programme::v1::REACH_NATION);
  policy.set_approving_body("Full Council");
  policy.set_approval_date(kToday);
  EXPECT_THAT(CheckPolicy(policy, Measure(kToday)), IsOk());
  EXPECT_THAT(CheckPolicy(policy, Measure("2026-11-23")),
              FaultOn("policy.effective_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
}

TEST(PolicyRulesTest, TakesAsLeftToTheNationOnlyRowsThatSaySo) {
  PolicyMeasure measure = Measure();
  *measure.national.add_bounds() = AtMost("hold_hours", 60);
  measure.national.mutable_bounds(0)->mutable_numbers()->set_minimum(24);
  v1::Policy policy = SomePolicy();
  policy.set_hold_hours(0);
  policy.set_planned_months(0);
  EXPECT_THAT(CheckPolicy(policy, measure), IsOk());
  policy.set_hold_hours(23);
  EXPECT_THAT(CheckPolicy(policy, measure),
              FaultOn("policy.hold_hours", status::v1::REASON_POLICY_OUT_OF_BOUNDS));
}

TEST(PolicyRulesTest, AsksForBothLanguagesOfAPostWhereTheNationDoes) {
  PolicyMeasure measure = Measure();
  v1::Policy policy = SomeFullPolicy();
  policy.mutable_key_contacts(0)->mutable_post()->clear_english();
  EXPECT_THAT(CheckPolicy(policy, measure), IsOk());
  measure.national.set_bilingual_posts(true);
  EXPECT_THAT(CheckPolicy(policy, measure),
              FaultOn("policy.key_contacts[0].post.english", status::v1::REASON_FIELD_REQUIRED));
}

// Bounds of a nation that begin on two days, and a policy of Powys that begins between them.
PolicyBook Book() {
  NationBook nations;
  for (const auto& [from, months] : {std::pair("2000-01-01", 12), std::pair("2027-01-01", 6)}) {
    v1::NationalPolicy national = SomeNationalPolicy(from);
    *national.add_bounds() = AtMost("former_member_months", months);
    national.mutable_defaults()->set_former_member_months(months - 1);
    nations.Add("nations/wales", national);
  }
  PolicyBook book(nations);
  book.Place(kPowys, "nations/wales");
  book.Place("authorities/b", "nations/wales");
  int version = 0;
  for (const char* date : {"2026-01-01", "2026-06-01", "2026-06-01"}) {
    v1::Policy policy = SomePolicy(date);
    policy.set_version(++version);
    policy.set_former_member_months(10);
    book.Add(kPowys, policy);
  }
  return book;
}

TEST(PolicyBookTest, FindsTheVersionOfTheDay) {
  const PolicyBook book = Book();
  EXPECT_EQ(book.On(kPowys, "2025-12-31").version(), 0);
  EXPECT_EQ(book.On(kPowys, "2026-01-01").version(), 1);
  EXPECT_EQ(book.On(kPowys, "2026-05-31").version(), 1);
  EXPECT_EQ(book.On(kPowys, "2026-06-01").version(), 3);
  EXPECT_EQ(book.On("authorities/b", "2026-06-01").version(), 0);
}

TEST(PolicyBookTest, KeepsTheVersionWithinTheBoundsOfTheDay) {
  const PolicyBook book = Book();
  EXPECT_EQ(book.On(kPowys, "2026-12-31").former_member_months(), 10);
  EXPECT_EQ(book.On(kPowys, "2027-01-01").former_member_months(), 6);
  EXPECT_EQ(book.On("authorities/b", "2026-12-31").former_member_months(), 11);
  EXPECT_EQ(book.On("authorities/b", "2027-01-01").former_member_months(), 5);
}

TEST(PolicyBookTest, OffersNothingWhereNobodyHasLaidDownAnything) {
  const v1::Policy policy = PolicyBook().On(kPowys, kToday);
  EXPECT_EQ(policy.name(), "authorities/powys/policies/0");
  EXPECT_EQ(policy.kinds_size(), 0);
  EXPECT_EQ(policy.former_member_months(), 0);
}

}  // namespace
}  // namespace telemachus::registry
