#ifndef TELEMACHUS_REGISTRY_PERSON_MEMBERSHIP_STORE_H_
#define TELEMACHUS_REGISTRY_PERSON_MEMBERSHIP_STORE_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/person/person_store.h"

// Where memberships and the roles held in them are kept. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// The memberships of some people, by person, each person's in the order of their beginning.
absl::StatusOr<std::unordered_map<std::string, std::vector<StoredMembership>>> LoadMemberships(
    sql::Transaction& transaction, absl::Span<const std::string> people);

// Adds a membership with its roles and affiliations; ALREADY_EXISTS if the council's key is another
// membership's.
absl::Status InsertMembership(sql::Transaction& transaction, const StoredMembership& stored);

// Writes what a membership read before says now, but for roles and affiliations. ALREADY_EXISTS if
// the council's key is another membership's.
absl::Status SaveMembership(sql::Transaction& transaction, const StoredMembership& stored);

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillMembershipLists(sql::Transaction& transaction);

// Write all roles, and all affiliations, of a membership anew.
absl::Status SaveMemberRoles(sql::Transaction& transaction, const v1::Membership& membership);
absl::Status SaveAffiliations(sql::Transaction& transaction, const v1::Membership& membership);

// Adds a role; ALREADY_EXISTS if the same one begins on the same day in this membership.
absl::Status InsertMemberRole(sql::Transaction& transaction, const v1::MemberRole& role);

// A ward as lists look for it.
std::string WardKey(absl::string_view ward);

// `people/{person}` of the name of anything below a person.
std::string PersonOf(absl::string_view name);
// `people/{person}/memberships/{membership}` of the name of a role.
std::string MembershipOf(absl::string_view role);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_MEMBERSHIP_STORE_H_
