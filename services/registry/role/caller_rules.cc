#include "registry/role/caller_rules.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {

std::vector<access::v1::Grant> RolesOn(absl::string_view day, const StoredPerson& stored,
                                       const std::vector<StoredGrant>& grants,
                                       const PolicyBook& policies) {
  std::vector<access::v1::Grant> roles;
  std::set<std::string> member_of;
  for (const StoredMembership& seat : stored.memberships) {
    const v1::Membership& membership = seat.membership;
    const bool holds =
        IsPresent(membership, day) ||
        (!membership.end_date().empty() && absl::string_view(membership.end_date()) < day &&
         LastFormerDay(seat, policies) >= day);
    const std::string& authority = seat.PlaceOn(day).authority;
    if (!holds || !member_of.insert(authority).second) continue;
    access::v1::Grant& role = roles.emplace_back();
    role.set_role(access::v1::ROLE_MEMBER);
    role.set_scope(authority);
  }
  for (const StoredGrant& given : grants) {
    if (!IsPresent("", given.grant.end_date(), day) || given.HasPassed(day)) continue;
    access::v1::Grant& role = roles.emplace_back();
    role.set_role(given.grant.role());
    role.set_scope(given.grant.scope());
    role.set_party(given.grant.party());
  }
  return roles;
}

access::v1::Caller CallerOf(const StoredPerson& stored, std::vector<access::v1::Grant> roles,
                            absl::Time now) {
  access::v1::Caller caller;
  caller.set_person(stored.person.name());
  caller.set_disabled(stored.IsDisabled(now));
  caller.set_language_code(stored.person.language_code());
  for (const access::v1::Grant& role : roles) {
    if (role.role() != access::v1::ROLE_COUNCIL_SYSTEM) continue;
    if (caller.grants().empty()) {
      caller.set_person(absl::StrCat("systems/", id::LastSegment(stored.person.name())));
    }
    *caller.add_grants() = role;
  }
  if (!caller.grants().empty()) return caller;
  for (access::v1::Grant& role : roles) *caller.add_grants() = std::move(role);
  return caller;
}

}  // namespace telemachus::registry
