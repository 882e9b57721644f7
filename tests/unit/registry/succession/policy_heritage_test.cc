#include "registry/succession/policy_heritage.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/support/policies.h"

namespace telemachus::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Policy Some(const std::string& authority) {
  v1::Policy policy = SomePolicy("2010-01-01");
  policy.set_name(authority + "/policies/1");
  policy.set_version(1);
  return policy;
}

TEST(StrictestOfTest, TakesTheStricterOfEachRow) {
  v1::Policy one = Some("a");
  one.set_mentor_training(v1::Policy::TRAINING_RECOMMENDED);
  one.set_approval(v1::Policy::APPROVAL_PANEL);
  one.set_party_rule(programme::v1::PARTY_RULE_OPEN);
  one.set_first_reach(programme::v1::REACH_NATION);
  one.set_outward_after_days(7);
  one.set_officer_mentors(false);
  one.set_planned_months(0);
  one.set_hold_hours(96);
  one.set_induction_months(9);
  one.set_development_need_declared(true);
  one.set_scheme_start_date("2024-01-01");
  v1::Policy other = Some("b");
  other.set_mentor_training(v1::Policy::TRAINING_REQUIRED);
  other.set_approval(v1::Policy::APPROVAL_OFFICER);
  other.set_party_rule(programme::v1::PARTY_RULE_REQUIRED);
  other.set_first_reach(programme::v1::REACH_AUTHORITY);
  other.set_outward_after_days(21);
  other.set_planned_months(18);
  other.set_agreement_form(v1::Policy::AGREEMENT_FORM_LIGHT);
  other.set_documents_shareable(false);
  other.set_former_member_months(0);
  other.set_hold_hours(48);
  other.set_induction_months(12);
  other.set_development_need_declared(false);
  other.set_scheme_start_date("2022-01-01");
  for (const v1::Policy& both : {StrictestOf({one, other}), StrictestOf({other, one})}) {
    EXPECT_EQ(both.mentor_training(), v1::Policy::TRAINING_REQUIRED);
    EXPECT_EQ(both.approval(), v1::Policy::APPROVAL_PANEL);
    EXPECT_EQ(both.party_rule(), programme::v1::PARTY_RULE_REQUIRED);
    EXPECT_EQ(both.first_reach(), programme::v1::REACH_AUTHORITY);
    EXPECT_EQ(both.outward_after_days(), 21);
    EXPECT_FALSE(both.officer_mentors());
    EXPECT_EQ(both.planned_months(), 18) << "none planned is no shorter";
    EXPECT_EQ(both.agreement_form(), v1::Policy::AGREEMENT_FORM_FULL);
    EXPECT_FALSE(both.documents_shareable());
    EXPECT_EQ(both.former_member_months(), 0);
    EXPECT_EQ(both.hold_hours(), 48);
    EXPECT_EQ(both.induction_months(), 9);
    EXPECT_TRUE(both.development_need_declared());
    EXPECT_EQ(both.scheme_start_date(), "2022-01-01");
    EXPECT_EQ(both.name() + both.effective_date(), "");
  }
}

TEST(StrictestOfTest, OffersWhatAllOfferOrElseWhatAnyOffers) {
  v1::Policy one = Some("a");
  v1::Policy other = Some("b");
  one.clear_kinds();
  other.clear_kinds();
  one.add_kinds(programme::v1::KIND_ROLE);
  one.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  other.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  EXPECT_THAT(StrictestOf({one, other}).kinds(), ElementsAre(programme::v1::KIND_ONE_TO_ONE));
  other.set_kinds(0, programme::v1::KIND_INDUCTION);
  EXPECT_EQ(StrictestOf({one, other}).kinds_size(), 3);
}

TEST(StrictestOfTest, KeepsContactsOfAllAndWhatOneWroteOfItselfOfNone) {
  v1::Policy one = Some("a");
  v1::Policy other = Some("b");
  one.add_key_contacts()->set_email("one@example.org");
  other.add_key_contacts()->set_email("other@example.org");
  one.add_guidance_adopted("Handbook");
  other.add_guidance_adopted("Handbook");
  one.set_approving_body("Cabinet");
  const v1::Policy both = StrictestOf({one, other});
  EXPECT_EQ(both.key_contacts_size(), 2);
  EXPECT_THAT(both.guidance_adopted(), ElementsAre("Handbook"));
  EXPECT_EQ(both.approving_body(), "");
}

class HeritageTest : public testing::Test {
 protected:
  HeritageTest() {
    for (const char* authority : {"a", "b", "c"}) book_.Place(authority, kNation);
    v1::Policy policy = Some("a");
    policy.set_hold_hours(24);
    book_.Add("a", policy);
  }
  const Lifetime a_{.authority = "a", .start_date = "", .end_date = "2023-03-31"};
  const Lifetime b_{.authority = "b", .start_date = "", .end_date = "2023-03-31"};
  const Lifetime later_{.authority = "b", .start_date = "", .end_date = "2025-03-31"};
  const Lifetime heir_{.authority = "c", .start_date = "2023-04-01", .end_date = ""};
  PolicyBook book_{Nations()};

 private:
  static constexpr char kNation[] = "nations/wales";
  static NationBook Nations() {
    NationBook nations;
    nations.Add(kNation, SomeNationalPolicy("2000-01-01"));
    return nations;
  }
};

TEST_F(HeritageTest, PassesOnTheLatestPolicyOfTheOneBefore) {
  const auto heritage = HeritageOf(heir_, {a_}, book_);
  ASSERT_EQ(heritage.size(), 1);
  EXPECT_EQ(heritage[0].from_date, "2023-04-01");
  EXPECT_EQ(heritage[0].policy.name(), "a/policies/1");
}

TEST_F(HeritageTest, CountsTheNationalDefaultOfWhoWasThereBefore) {
  Lifetime older = heir_;
  older.start_date = "1974-04-01";
  for (const std::string start : {"1974-04-01", ""}) {
    older.start_date = start;
    const auto heritage = HeritageOf(older, {a_}, book_);
    ASSERT_EQ(heritage.size(), 1);
    EXPECT_EQ(heritage[0].policy.name(), "c/policies/0");
    EXPECT_EQ(heritage[0].policy.hold_hours(), 24);
    EXPECT_EQ(heritage[0].policy.effective_date(), "2023-04-01");
  }
}

TEST_F(HeritageTest, IsTheNationalDefaultWhereNobodySetOne) {
  EXPECT_THAT(HeritageOf(heir_, {b_}, book_), IsEmpty());
  EXPECT_THAT(HeritageOf(heir_, {}, book_), IsEmpty());
}

TEST_F(HeritageTest, GrowsStricterWithEachThatComesIn) {
  v1::Policy policy = Some("b");
  policy.set_hold_hours(12);
  book_.Add("b", policy);
  const auto heritage = HeritageOf(heir_, {a_, later_}, book_);
  ASSERT_EQ(heritage.size(), 2);
  EXPECT_EQ(heritage[0].policy.name(), "a/policies/1");
  EXPECT_EQ(heritage[1].from_date, "2025-04-01");
  EXPECT_EQ(heritage[1].policy.hold_hours(), 12);
}

}  // namespace
}  // namespace telemachus::registry
