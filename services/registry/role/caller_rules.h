#ifndef TELEMACHUS_REGISTRY_ROLE_CALLER_RULES_H_
#define TELEMACHUS_REGISTRY_ROLE_CALLER_RULES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"
#include "registry/role/grant_record.h"
#include "telemachus/access/v1/directory.pb.h"

// What a person may be at a moment. Pure.
namespace telemachus::registry {

// The roles held on a day (YYYY-MM-DD), each with its scope: what was given and has not ended or
// passed to another authority, and ROLE_MEMBER of each authority that is responsible for a seat
// that the person holds, or left so lately that its policy gives them time as a former
// member, to finish what they have begun or to mentor.
std::vector<access::v1::Grant> RolesOn(absl::string_view day, const StoredPerson& stored,
                                       const std::vector<StoredGrant>& grants,
                                       const PolicyBook& policies);

// The caller behind a login. Who holds ROLE_COUNCIL_SYSTEM is a machine, `systems/{system}`, and
// holds nothing else.
access::v1::Caller CallerOf(const StoredPerson& stored, std::vector<access::v1::Grant> roles,
                            absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_CALLER_RULES_H_
