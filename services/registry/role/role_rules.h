#ifndef TELEMACHUS_REGISTRY_ROLE_ROLE_RULES_H_
#define TELEMACHUS_REGISTRY_ROLE_ROLE_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "common/access/caller.h"
#include "registry/person/person_record.h"
#include "registry/role/grant_record.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// Which roles may be recorded and given, and by whom. Pure.
namespace telemachus::registry {

// Whether a role of a member can be held in this membership: a known code, dates within it, and
// none of the same role at the same time. INVALID_ARGUMENT otherwise; fields are paths from
// `member_role`.
absl::Status CheckMemberRole(const v1::MemberRole& role, const v1::Membership& membership,
                             const v1::CatalogueCodes& codes);

// Whether the caller gives and takes this role in this place: officers the panel's and the
// committee's of their own authority, national staff all of their nation.
bool GivesRole(const access::Caller& caller, access::Role role, const access::Scope& place);

// Whether the grant makes sense by itself: a role that is given at all, with a scope of the right
// kind, and a party for a group office alone. INVALID_ARGUMENT otherwise; fields are paths from
// `grant`.
absl::Status CheckGrant(const v1::Grant& grant);

// A council system is a machine: no person with a seat or another role becomes one, and it gets no
// other. FAILED_PRECONDITION otherwise.
absl::Status CheckHolder(const v1::Grant& grant, const StoredPerson& stored,
                         const std::vector<StoredGrant>& grants);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_ROLE_RULES_H_
