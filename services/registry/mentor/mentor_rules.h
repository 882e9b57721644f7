#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/mentor/mentor_record.h"
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

// Whether somebody mentors as an officer on `day` (YYYY-MM-DD): holds one of `posts`, and no seat.
bool MentorsAsOfficer(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
                      absl::string_view day);

// Whether somebody mentors as a former member on `day`, if at all: held a seat, holds none now, and
// is nobody's officer.
bool MentorsAsFormerMember(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
                           absl::string_view day);

// Whether an officer offers this kind: what new members ask for.
bool IsForOfficers(programme::v1::Kind kind);

// Whether all codes are known and none stands twice, the days of availability are in order, and an
// officer offers what is for new members. INVALID_ARGUMENT naming each that is not, as
// `mentor.skills[2]`.
absl::Status CheckOffer(const v1::Mentor& mentor, const v1::CatalogueCodes& codes, bool officer);

// An offer as it is kept under `name`: visible to the own authority where nothing else is said.
v1::Mentor Draft(const v1::Mentor& asked, const std::string& name);

// Sets what follows from others' records: name and languages, where they belong on `day`, until
// when accredited, a former member's last day, whether an officer.
void FillIn(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
            const PolicyBook& policies, absl::string_view day, v1::Mentor& mentor);

// Says in `after` what fewer places than `before` mean for those who are with the mentor; nothing
// if there are not fewer.
void ExplainPlaces(const v1::Mentor& before, v1::Mentor& after);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_RULES_H_
