#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"
#include "telemachus/access/v1/directory.pb.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Who mentors, and what a mentor may offer. Pure.
namespace telemachus::registry {

// Whether somebody with these roles may register: a member, a former one who may still mentor, or
// an officer.
bool MayMentor(const std::vector<access::v1::Grant>& roles);

// Whether all codes are known and none stands twice. INVALID_ARGUMENT naming each that is not, as
// `mentor.skills[2]`.
absl::Status CheckOffer(const v1::Mentor& mentor, const v1::CatalogueCodes& codes);

// Sets what follows from others' records: until when accredited, and a former member's last day on
// `day` (YYYY-MM-DD).
void FillIn(const StoredPerson& stored, const PolicyBook& policies, absl::string_view day,
            v1::Mentor& mentor);

// Until when attendance of a course accredits; empty if it does not. The day itself counts.
std::string AccreditedUntil(const v1::Course& course, absl::string_view attended_date);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_
