#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_POLICIES_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_POLICIES_H_

#include <string>

#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/national_policy.pb.h"

namespace telemachus::registry {

// A policy that says every row of choice, within all limits.
inline v1::Policy SomePolicy(const std::string& from = "2026-12-01") {
  v1::Policy policy;
  policy.set_effective_date(from);
  policy.set_mentor_training(v1::Policy::TRAINING_REQUIRED);
  policy.set_approval(v1::Policy::APPROVAL_NONE);
  policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
  policy.set_first_reach(programme::v1::REACH_REGION);
  policy.set_outward_after_days(10);
  policy.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  policy.add_kinds(programme::v1::KIND_INDUCTION);
  policy.set_officer_mentors(true);
  policy.set_members_offered_outside(true);
  policy.set_agreement_form(v1::Policy::AGREEMENT_FORM_FULL);
  policy.set_documents_shareable(true);
  policy.set_planned_months(12);
  policy.set_aftercare_months(3);
  policy.set_former_member_months(12);
  policy.set_rematch_days(21);
  policy.set_hold_hours(48);
  policy.set_outside_provider(true);
  policy.set_induction_months(6);
  policy.set_mentee_orientation(v1::Policy::ORIENTATION_EXPECTED);
  policy.set_development_need_declared(true);
  return policy;
}

// The same with every row that only an authority can say.
inline v1::Policy SomeFullPolicy(const std::string& from = "2026-12-01") {
  v1::Policy policy = SomePolicy(from);
  policy.set_scheme_start_date("2025-09-01");
  policy.set_approving_body("Democratic Services Committee");
  policy.set_approval_date("2026-11-20");
  policy.add_guidance_adopted("Guidance on Member Mentoring");
  policy.set_charter_evidence("Every new member is offered a mentor.");
  v1::Policy::KeyContact& contact = *policy.add_key_contacts();
  contact.mutable_post()->set_welsh("Pennaeth Gwasanaethau Democrataidd");
  contact.mutable_post()->set_english("Head of Democratic Services");
  contact.set_email("democracy@example.org");
  return policy;
}

// A bound of numbers.
inline v1::PolicyBound AtMost(const std::string& field, int64_t maximum) {
  v1::PolicyBound bound;
  bound.set_field(field);
  bound.mutable_numbers()->set_maximum(maximum);
  return bound;
}

// A bound of codes, by their names.
template <typename... Names>
v1::PolicyBound OneOf(const std::string& field, const Names&... names) {
  v1::PolicyBound bound;
  bound.set_field(field);
  (bound.mutable_codes()->add_allowed(names), ...);
  return bound;
}

// A bound that leaves no choice.
inline v1::PolicyBound Fixed(const std::string& field) {
  v1::PolicyBound bound;
  bound.set_field(field);
  bound.set_fixed(true);
  return bound;
}

// What a nation may lay down: SomePolicy() by default, and no bounds.
inline v1::NationalPolicy SomeNationalPolicy(const std::string& from = "2026-12-01") {
  v1::NationalPolicy national;
  *national.mutable_defaults() = SomePolicy(from);
  return national;
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_POLICIES_H_
