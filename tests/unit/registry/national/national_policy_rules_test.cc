#include "registry/national/national_policy_rules.h"

#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "common/field/check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/national/policy_rows.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/policies.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using status::Reason;
using test::HasReason;
using test::IsOk;

constexpr char kToday[] = "2026-11-22";

TEST(PolicyRowsTest, TellsChoicesFromStatements) {
  for (const char* row : {"approval", "kinds", "rematch_days", "outside_provider"}) {
    EXPECT_NE(FindChoiceRow(row), nullptr) << row;
  }
  for (const char* other : {"name", "effective_date", "version", "create_time", "key_contacts",
                            "approving_body", "scheme_start_date", "hold", ""}) {
    EXPECT_EQ(FindChoiceRow(other), nullptr) << other;
  }
  // Every field is a row, but for name, date, number and time.
  EXPECT_EQ(ChoiceRows().size() + StatementRows().size(),
            v1::Policy::descriptor()->field_count() - 4);
}

TEST(PolicyRowsTest, KnowsWhatAnEmptyPolicyLeavesToTheNation) {
  std::vector<std::string> open;
  for (const PolicyRow* row : ChoiceRows()) {
    if (IsLeftOpen(*row, v1::Policy())) open.push_back(row->name());
  }
  EXPECT_THAT(open, testing::ElementsAre("outward_after_days", "rematch_days", "hold_hours",
                                         "induction_months"));
}

TEST(NationalPolicyRulesTest, TakesBoundsOfEachSort) {
  v1::CreateNationalPolicyRequest request;
  request.set_parent("nations/wales");
  v1::NationalPolicy& national = *request.mutable_national_policy();
  national = SomeNationalPolicy();
  *national.add_bounds() = AtMost("rematch_days", 60);
  *national.add_bounds() =
      OneOf("mentee_orientation", "ORIENTATION_UNSPECIFIED", "ORIENTATION_EXPECTED");
  *national.add_bounds() = OneOf("kinds", "KIND_ONE_TO_ONE", "KIND_INDUCTION");
  *national.add_bounds() = Fixed("officer_mentors");
  *national.add_bounds() = Fixed("approval");
  EXPECT_THAT(field::Check(request), IsOk());
  EXPECT_THAT(CheckNationalPolicy(national, kToday, "2026-12-01"), IsOk());
}

TEST(NationalPolicyRulesTest, WantsABoundOfSomeSort) {
  v1::CreateNationalPolicyRequest request;
  request.set_parent("nations/wales");
  *request.mutable_national_policy() = SomeNationalPolicy();
  v1::PolicyBound& bound = *request.mutable_national_policy()->add_bounds();
  bound.set_field("rematch_days");
  EXPECT_THAT(field::Check(request), HasReason(status::v1::REASON_FIELD_REQUIRED));
  bound.set_fixed(false);
  EXPECT_THAT(field::Check(request), HasReason(status::v1::REASON_FIELD_REQUIRED));
  bound.mutable_codes();
  EXPECT_THAT(field::Check(request), HasReason(status::v1::REASON_FIELD_REQUIRED));
}

TEST(NationalPolicyRulesTest, NamesTheFieldThatIsWrong) {
  using namespace status::v1;  // NOLINT: the reasons
  const auto bound = [](const v1::PolicyBound& with) {
    return [with](v1::NationalPolicy& p) { *p.add_bounds() = with; };
  };
  v1::PolicyBound turned = AtMost("rematch_days", 20);
  turned.mutable_numbers()->set_minimum(30);
  v1::PolicyBound endless = AtMost("rematch_days", 20);
  endless.mutable_numbers()->clear_maximum();
  v1::PolicyBound early = endless;
  early.mutable_numbers()->set_minimum(6);
  const std::string bounds = "national_policy.bounds[0]";
  const std::string defaults = "national_policy.defaults.";
  for (const auto& [field, reason, spoil] :
       std::vector<std::tuple<std::string, Reason, std::function<void(v1::NationalPolicy&)>>>{
           {defaults + "effective_date", REASON_FIELD_OUT_OF_RANGE,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->set_effective_date(kToday); }},
           {defaults + "effective_date", REASON_FIELD_OUT_OF_RANGE,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->set_effective_date("2026-11-29"); }},
           {defaults + "hold_hours", REASON_FIELD_REQUIRED,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->clear_hold_hours(); }},
           {defaults + "approving_body", REASON_FIELD_CONFLICT,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->set_approving_body("Board"); }},
           {defaults + "key_contacts", REASON_FIELD_CONFLICT,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->add_key_contacts(); }},
           {defaults + "kinds[2]", REASON_FIELD_REPEATED,
            [](v1::NationalPolicy& p) {
              p.mutable_defaults()->add_kinds(programme::v1::KIND_INDUCTION);
            }},
           {defaults + "aftercare_months", REASON_POLICY_OUT_OF_BOUNDS,
            [](v1::NationalPolicy& p) { p.mutable_defaults()->set_aftercare_months(4); }},
           {defaults + "rematch_days", REASON_POLICY_OUT_OF_BOUNDS,
            bound(AtMost("rematch_days", 14))},
           {defaults + "approval", REASON_POLICY_OUT_OF_BOUNDS,
            bound(OneOf("approval", "APPROVAL_PANEL"))},
           {defaults + "kinds", REASON_POLICY_OUT_OF_BOUNDS,
            bound(OneOf("kinds", "KIND_ONE_TO_ONE"))},
           {bounds + ".field", REASON_FIELD_UNKNOWN_REFERENCE, bound(AtMost("approving_body", 3))},
           {bounds, REASON_FIELD_CONFLICT, bound(AtMost("approval", 3))},
           {bounds, REASON_FIELD_CONFLICT, bound(OneOf("rematch_days", "APPROVAL_NONE"))},
           {bounds + ".numbers", REASON_FIELD_REQUIRED, bound(endless)},
           {bounds + ".numbers.minimum", REASON_FIELD_CONFLICT, bound(turned)},
           {bounds + ".numbers.minimum", REASON_FIELD_OUT_OF_RANGE, bound(early)},
           {bounds + ".numbers.maximum", REASON_FIELD_OUT_OF_RANGE,
            bound(AtMost("aftercare_months", 4))},
           {bounds + ".numbers.maximum", REASON_FIELD_OUT_OF_RANGE,
            bound(AtMost("former_member_months", 13))},
           {bounds + ".numbers.maximum", REASON_FIELD_OUT_OF_RANGE,
            bound(AtMost("planned_months", 61))},
           {bounds + ".codes.allowed[1]", REASON_FIELD_UNKNOWN_REFERENCE,
            bound(OneOf("first_reach", "REACH_REGION", "REACH_ANY_NATION"))},
           {bounds + ".codes.allowed[1]", REASON_FIELD_UNKNOWN_REFERENCE,
            bound(OneOf("approval", "APPROVAL_NONE", "APPROVAL_UNSPECIFIED"))},
           {bounds + ".codes.allowed[1]", REASON_FIELD_REPEATED,
            bound(OneOf("approval", "APPROVAL_NONE", "APPROVAL_NONE"))},
           {"national_policy.bounds[1].field", REASON_FIELD_REPEATED,
            [](v1::NationalPolicy& p) {
              *p.add_bounds() = Fixed("approval");
              *p.add_bounds() = Fixed("approval");
            }},
       }) {
    v1::NationalPolicy national = SomeNationalPolicy();
    spoil(national);
    EXPECT_THAT(CheckNationalPolicy(national, kToday, "2026-11-30"), FaultOn(field, reason))
        << field;
  }
}

}  // namespace
}  // namespace telemachus::registry
