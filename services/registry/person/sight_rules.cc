#include "registry/person/sight_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "registry/person/tenure_rules.h"

namespace telemachus::registry {

std::vector<access::Scope> PlacesOf(const StoredPerson& stored,
                                    const std::vector<StoredGrant>& grants, absl::string_view day) {
  std::vector<access::Scope> places;
  for (const StoredMembership& seat : stored.memberships) {
    if (IsRecent(seat.membership, day)) places.push_back(seat.PlaceOn(day));
  }
  for (const StoredGrant& given : grants) {
    if (IsPresent("", given.grant.end_date(), day)) places.push_back(given.PlaceOn(day));
  }
  return places;
}

bool StaffOf(const access::Caller& caller, const access::Scope& scope) {
  return caller.HasIn(access::Role::ROLE_OFFICER, scope) ||
         caller.HasIn(access::Role::ROLE_ADVISER, scope) ||
         caller.HasIn(access::Role::ROLE_NATIONAL, scope);
}

bool IsOfficerOf(const access::Caller& caller, const StoredMembership& seat,
                 absl::string_view day) {
  return caller.HasIn(access::Role::ROLE_OFFICER, seat.PlaceOn(day));
}

bool KeepsSeat(const access::Caller& caller, const StoredMembership& seat, absl::string_view day) {
  return IsOfficerOf(caller, seat, day) ||
         caller.HasIn(access::Role::ROLE_NATIONAL, seat.PlaceOn(day));
}

std::vector<std::string> StaffScopes(const access::Caller& caller) {
  std::set<std::string> scopes;
  for (const access::Role role :
       {access::Role::ROLE_OFFICER, access::Role::ROLE_ADVISER, access::Role::ROLE_NATIONAL}) {
    for (std::string& scope : caller.ScopesOf(role)) scopes.insert(std::move(scope));
  }
  return {scopes.begin(), scopes.end()};
}

Sight SightOf(const access::Caller& caller, const std::string& person,
              const std::vector<access::Scope>& places) {
  if (!person.empty() && caller.person() == person) return Sight::kSelf;
  const auto holds = [&](access::Role role) {
    return std::any_of(places.begin(), places.end(),
                       [&](const access::Scope& place) { return caller.HasIn(role, place); });
  };
  if (holds(access::Role::ROLE_OFFICER)) return Sight::kOfficer;
  const bool unplaced = places.empty() && caller.Has(access::Role::ROLE_NATIONAL);
  if (unplaced || holds(access::Role::ROLE_NATIONAL)) return Sight::kNational;
  return holds(access::Role::ROLE_ADVISER) ? Sight::kAdviser : Sight::kNone;
}

void Veil(Sight sight, v1::Person& person) {
  if (sight == Sight::kSelf || sight == Sight::kOfficer) return;
  person.clear_gender();
  person.clear_telephone();
  person.clear_postal_address();
  person.clear_format_needs();
  person.clear_access_needs();
}

void VeilAffiliations(const access::Caller& caller, const StoredPerson& stored,
                      absl::string_view day, v1::Person& person) {
  if (caller.person() == person.name()) return;
  for (v1::Membership& membership : *person.mutable_memberships()) {
    const bool seen = std::any_of(
        stored.memberships.begin(), stored.memberships.end(), [&](const StoredMembership& seat) {
          return seat.membership.name() == membership.name() && IsOfficerOf(caller, seat, day);
        });
    if (seen) continue;
    membership.clear_party();
    membership.clear_political_group();
    membership.clear_affiliations();
  }
}

}  // namespace telemachus::registry
