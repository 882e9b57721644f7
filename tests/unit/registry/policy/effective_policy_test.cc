#include "registry/policy/effective_policy.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/national/policy_rows.h"
#include "tests/support/seed.h"
#include "tests/unit/registry/support/policies.h"

namespace telemachus::registry {
namespace {

using testing::ElementsAre;

constexpr char kPowys[] = "authorities/powys";

// Where each row comes from, without the prefix.
std::map<std::string, std::string> Sources(const v1::PolicyExplanation& explanation) {
  std::map<std::string, std::string> sources;
  for (const auto& row : explanation.rows()) {
    sources[row.field()] = v1::PolicyExplanation::Source_Name(row.source()).substr(7);
  }
  return sources;
}

const v1::PolicyExplanation::Row& RowOf(const v1::PolicyExplanation& explanation,
                                        const std::string& field) {
  for (const auto& row : explanation.rows()) {
    if (row.field() == field) return row;
  }
  return v1::PolicyExplanation::Row::default_instance();
}

TEST(EffectivePolicyTest, ConfinesEachSortOfRow) {
  v1::NationalPolicy national = SomeNationalPolicy();
  national.mutable_defaults()->set_outside_provider(false);
  national.mutable_defaults()->set_hold_hours(30);
  *national.add_bounds() = AtMost("rematch_days", 14);
  *national.add_bounds() = OneOf("approval", "APPROVAL_NONE", "APPROVAL_OFFICER");
  *national.add_bounds() = OneOf("kinds", "KIND_INDUCTION", "KIND_ONE_TO_ONE", "KIND_ROLE");
  *national.add_bounds() = Fixed("outside_provider");
  v1::Policy chosen = SomePolicy();
  chosen.set_approval(v1::Policy::APPROVAL_PANEL);
  chosen.add_kinds(programme::v1::KIND_WARD_VISIT);
  chosen.set_hold_hours(0);
  const EffectivePolicy effective = Within(national, chosen);
  EXPECT_EQ(effective.policy.rematch_days(), 14);
  EXPECT_EQ(effective.policy.approval(), v1::Policy::APPROVAL_NONE);
  EXPECT_THAT(effective.policy.kinds(),
              ElementsAre(programme::v1::KIND_ONE_TO_ONE, programme::v1::KIND_INDUCTION));
  EXPECT_FALSE(effective.policy.outside_provider());
  EXPECT_EQ(effective.policy.hold_hours(), 30);
  EXPECT_EQ(effective.confined.size(), 4);
}

TEST(EffectivePolicyTest, TakesTheDefaultsWhereABoundLeavesNothingOfAList) {
  v1::NationalPolicy national = SomeNationalPolicy();
  *national.add_bounds() = OneOf("kinds", "KIND_ONE_TO_ONE", "KIND_INDUCTION");
  v1::Policy chosen = SomePolicy();
  chosen.clear_kinds();
  chosen.add_kinds(programme::v1::KIND_WARD_VISIT);
  EXPECT_THAT(Within(national, chosen).policy.kinds(),
              ElementsAre(programme::v1::KIND_ONE_TO_ONE, programme::v1::KIND_INDUCTION));
}

TEST(EffectivePolicyTest, LeavesAFixedListAloneInWhateverOrder) {
  v1::NationalPolicy national = SomeNationalPolicy();
  *national.add_bounds() = Fixed("kinds");
  v1::Policy chosen = SomePolicy();
  chosen.mutable_kinds()->SwapElements(0, 1);
  EXPECT_TRUE(Within(national, chosen).confined.empty());
}

TEST(EffectivePolicyTest, ConfinesToTheProgrammesLimitsWhateverTheNationSays) {
  v1::Policy chosen = SomePolicy();
  chosen.set_aftercare_months(4);
  chosen.set_first_reach(programme::v1::REACH_ANY_NATION);
  const auto explanation = Explain(kPowys, SomeNationalPolicy(), {.own = &chosen});
  EXPECT_EQ(explanation.policy().aftercare_months(), 3);
  EXPECT_EQ(explanation.policy().first_reach(), programme::v1::REACH_REGION);
  EXPECT_EQ(Sources(explanation)["aftercare_months"], "PROGRAMME_LIMIT");
  EXPECT_EQ(RowOf(explanation, "aftercare_months").reason().english(),
            "The programme allows from 0 to 3.");
  EXPECT_EQ(RowOf(explanation, "first_reach").reason().welsh(),
            "Nid yw'r rhaglen yn caniatáu'r dewis hwn.");
}

TEST(EffectivePolicyTest, TellsOfEveryRowWhereItComesFrom) {
  v1::NationalPolicy national = SomeNationalPolicy();
  national.set_name("nations/wales/policies/3");
  *national.add_bounds() = AtMost("rematch_days", 14);
  v1::Policy chosen = SomeFullPolicy();
  chosen.set_name("authorities/powys/policies/2");
  chosen.set_version(2);
  chosen.set_hold_hours(0);
  const auto explanation = Explain(kPowys, national, {.own = &chosen});
  EXPECT_EQ(explanation.authority_policy(), "authorities/powys/policies/2");
  EXPECT_EQ(explanation.national_policy(), "nations/wales/policies/3");
  EXPECT_EQ(explanation.rows_size(), ChoiceRows().size() + StatementRows().size());
  auto sources = Sources(explanation);
  EXPECT_EQ(sources["rematch_days"], "NATIONAL_BOUND");
  EXPECT_EQ(sources["hold_hours"], "NATIONAL_DEFAULT");
  EXPECT_EQ(sources["key_contacts"], "AUTHORITY");
  const auto& row = RowOf(explanation, "rematch_days");
  EXPECT_EQ(row.bound().numbers().maximum(), 14);
  EXPECT_EQ(row.reason().english(), "The national body allows at most 14.");
  EXPECT_EQ(row.reason().welsh(), "Mae'r corff cenedlaethol yn caniatáu 14 ar y mwyaf.");
  EXPECT_FALSE(RowOf(explanation, "hold_hours").has_reason());
  for (const auto& [field, source] : Sources(Explain(kPowys, national, {}))) {
    EXPECT_EQ(source, "NATIONAL_DEFAULT") << field;
  }
}

TEST(EffectivePolicyTest, TellsWhatComesDownFromThoseBefore) {
  v1::NationalPolicy national = SomeNationalPolicy();
  *national.add_bounds() = AtMost("rematch_days", 14);
  v1::Policy inherited = SomePolicy();
  inherited.set_name("authorities/old/policies/2");
  inherited.set_version(2);
  auto explanation = Explain(kPowys, national, {.inherited = &inherited});
  EXPECT_EQ(explanation.authority_policy(), inherited.name());
  EXPECT_EQ(Sources(explanation)["approval"], "PREDECESSORS");
  EXPECT_EQ(Sources(explanation)["rematch_days"], "NATIONAL_BOUND");
  // Of several before it, there is no one version.
  inherited.set_name(DefaultName(kPowys));
  inherited.clear_version();
  explanation = Explain(kPowys, national, {.inherited = &inherited});
  EXPECT_EQ(explanation.authority_policy(), "");
  EXPECT_EQ(Sources(explanation)["approval"], "PREDECESSORS");
}

TEST(EffectivePolicyTest, LeavesNoRowOutsideAnyBoundWhateverWasChosen) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const auto pick = [&](int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random);
  };
  for (int round = 0; round < 500; ++round) {
    v1::NationalPolicy national = SomeNationalPolicy();
    v1::Policy chosen = SomePolicy();
    for (const PolicyRow* row : ChoiceRows()) {
      const v1::PolicyBound limit = LimitOf(*row);
      if (limit.has_numbers()) {
        const int64_t low = pick(limit.numbers().minimum(), limit.numbers().maximum());
        v1::PolicyBound bound = AtMost(row->name(), pick(low, limit.numbers().maximum()));
        bound.mutable_numbers()->set_minimum(low);
        *national.add_bounds() = bound;
        SetValue(*row, {low}, *national.mutable_defaults());
        SetValue(*row, {pick(-5, 2000)}, chosen);
      } else if (limit.has_codes()) {
        const int first = static_cast<int>(pick(0, limit.codes().allowed_size() - 1));
        const std::string& code = limit.codes().allowed(first);
        *national.add_bounds() = OneOf(row->name(), code);
        SetValue(*row, {row->enum_type()->FindValueByName(code)->number()},
                 *national.mutable_defaults());
      } else {
        *national.add_bounds() = Fixed(row->name());
        SetValue(*row, {pick(0, 1)}, chosen);
      }
    }
    const v1::Policy effective = Within(national, chosen).policy;
    for (const v1::PolicyBound& bound : national.bounds()) {
      ASSERT_TRUE(IsWithin(bound, national.defaults(), effective)) << bound.DebugString();
    }
    // What is within stays as it is.
    EXPECT_TRUE(Within(national, effective).confined.empty());
  }
}

}  // namespace
}  // namespace telemachus::registry
