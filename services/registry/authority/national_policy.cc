#include "registry/authority/national_policy.h"

#include "absl/strings/str_cat.h"

namespace telemachus::registry {
namespace {

constexpr char kFirstDay[] = "2000-01-01";  // before any day that is asked about
constexpr int kOutwardDays = 14;
constexpr int kPlannedMonths = 12;
constexpr int kAftercareMonths = 3;
constexpr int kFormerMemberMonths = 12;
constexpr int kRematchDays = 28;
constexpr int kHoldHours = 72;

v1::Policy MakeDefault() {
  v1::Policy policy;
  policy.set_effective_date(kFirstDay);
  policy.set_mentor_training(v1::Policy::TRAINING_REQUIRED);
  policy.set_approval(v1::Policy::APPROVAL_NONE);
  policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
  policy.set_first_reach(programme::v1::REACH_AUTHORITY);
  policy.set_outward_after_days(kOutwardDays);
  for (const auto kind : {programme::v1::KIND_ONE_TO_ONE, programme::v1::KIND_ROLE,
                          programme::v1::KIND_POLITICAL_GROUP, programme::v1::KIND_INDUCTION,
                          programme::v1::KIND_WARD_VISIT}) {
    policy.add_kinds(kind);
  }
  policy.set_officer_mentors(true);
  policy.set_members_offered_outside(true);
  policy.set_agreement_form(v1::Policy::AGREEMENT_FORM_FULL);
  policy.set_documents_shareable(true);
  policy.set_planned_months(kPlannedMonths);
  policy.set_aftercare_months(kAftercareMonths);
  policy.set_former_member_months(kFormerMemberMonths);
  policy.set_rematch_days(kRematchDays);
  policy.set_hold_hours(kHoldHours);
  return policy;
}

}  // namespace

v1::Policy NationalPolicy(absl::string_view authority) {
  static const auto* const policy = new v1::Policy(MakeDefault());
  v1::Policy own = *policy;
  own.set_name(absl::StrCat(authority, "/policies/0"));
  return own;
}

}  // namespace telemachus::registry
