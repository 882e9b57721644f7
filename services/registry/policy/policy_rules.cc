#include "registry/policy/policy_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/national/national_policy_rules.h"
#include "registry/policy/effective_policy.h"

namespace telemachus::registry {
namespace {

void CheckDate(const v1::Policy& policy, const PolicyMeasure& measure,
               status::FieldFaults& faults) {
  const std::string& date = policy.effective_date();
  if (date < measure.today) {
    faults.Add("policy.effective_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must not have passed: what was decided by then stays");
  } else if (date < measure.latest_date) {
    faults.Add("policy.effective_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               absl::StrCat("must not be before ", measure.latest_date,
                            ", where the latest version begins"));
  }
}

void CheckApproval(const v1::Policy& policy, absl::string_view today, status::FieldFaults& faults) {
  if (policy.approval_date().empty()) return;
  if (policy.approval_date() > today) {
    faults.Add("policy.approval_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must not be in the future");
  }
  if (policy.approving_body().empty()) {
    faults.Add("policy.approving_body", status::v1::REASON_FIELD_REQUIRED,
               "must be set where an approval date is");
  }
}

void CheckGuidance(const v1::Policy& policy, status::FieldFaults& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < policy.guidance_adopted_size(); ++i) {
    if (seen.insert(policy.guidance_adopted(i)).second) continue;
    faults.Add(absl::StrCat("policy.guidance_adopted[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

// A post is named for who reads it: in both languages where the nation asks for it. It can be
// reached in some way.
void CheckContacts(const v1::Policy& policy, bool bilingual, status::FieldFaults& faults) {
  for (int i = 0; i < policy.key_contacts_size(); ++i) {
    const v1::Policy::KeyContact& contact = policy.key_contacts(i);
    const std::string path = absl::StrCat("policy.key_contacts[", i, "]");
    const bool welsh = !contact.post().welsh().empty();
    const bool english = !contact.post().english().empty();
    const auto require = [&](const char* field, const char* words) {
      faults.Add(absl::StrCat(path, field), status::v1::REASON_FIELD_REQUIRED, words);
    };
    if (!welsh && !english) {
      require(".post", "must be named in Welsh, English or both");
    } else if (bilingual && !(welsh && english)) {
      require(welsh ? ".post.english" : ".post.welsh", "must be set: posts are named in both");
    }
    if (contact.postal_address().empty() && contact.telephone().empty() &&
        contact.email().empty()) {
      require("", "must have a postal address, a telephone number or an e-mail address");
    }
  }
}

}  // namespace

absl::Status CheckPolicy(const v1::Policy& policy, const PolicyMeasure& measure) {
  status::FieldFaults faults;
  CheckDate(policy, measure, faults);
  CheckCodesOnce(policy, "policy", faults);
  CheckApproval(policy, measure.today, faults);
  CheckGuidance(policy, faults);
  CheckContacts(policy, measure.national.bilingual_posts(), faults);
  for (const Confinement& confined : Within(measure.national, policy).confined) {
    faults.Add(absl::StrCat("policy.", confined.bound.field()),
               status::v1::REASON_POLICY_OUT_OF_BOUNDS, Demand(confined.bound));
  }
  return faults.ToStatus();
}

bool SetsPolicy(const access::Caller& caller, const access::Scope& scope) {
  return caller.HasIn(access::Role::ROLE_OFFICER, scope) ||
         caller.HasIn(access::Role::ROLE_NATIONAL, scope);
}

bool ChangesMentors(const v1::Policy& from, const v1::Policy& to) {
  return from.members_offered_outside() != to.members_offered_outside() ||
         from.former_member_months() != to.former_member_months();
}

v1::PolicyVersion VersionOf(const StoredPolicy& stored, absl::string_view today, int64_t applying) {
  v1::PolicyVersion version;
  *version.mutable_policy() = stored.policy;
  if (stored.withdrawn_at.has_value()) {
    version.set_state(v1::PolicyVersion::STATE_WITHDRAWN);
    *version.mutable_withdraw_time() = time::ToProto(*stored.withdrawn_at);
  } else if (absl::string_view(stored.policy.effective_date()) > today) {
    version.set_state(v1::PolicyVersion::STATE_TO_COME);
  } else {
    version.set_state(stored.policy.version() == applying ? v1::PolicyVersion::STATE_APPLIES
                                                          : v1::PolicyVersion::STATE_PAST);
  }
  return version;
}

}  // namespace telemachus::registry
