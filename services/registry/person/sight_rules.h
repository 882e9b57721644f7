#ifndef TELEMACHUS_REGISTRY_PERSON_SIGHT_RULES_H_
#define TELEMACHUS_REGISTRY_PERSON_SIGHT_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "registry/person/person_record.h"
#include "registry/role/grant_record.h"

// Who sees what of a person. Pure.
namespace telemachus::registry {

// As what a caller meets a person. Each sees no more than the next.
enum class Sight {
  // Nothing, not even that there is such a person.
  kNone,
  // An adviser of their region.
  kAdviser,
  // Staff of their nation.
  kNational,
  // An officer of their authority, who keeps their profile.
  kOfficer,
  // The person.
  kSelf,
};

// Where a person has to do with the programme on a day (YYYY-MM-DD): where they sit or lately sat,
// and where they hold roles; of an authority that ended, the one that is responsible then.
std::vector<access::Scope> PlacesOf(const StoredPerson& stored,
                                    const std::vector<StoredGrant>& grants, absl::string_view day);

// Whether the caller is staff of the authority in `scope`, of its region or nation.
bool StaffOf(const access::Caller& caller, const access::Scope& scope);

// Whether the caller is an officer of the authority that is responsible for the seat on a day;
// whether they keep the seat: as such, or as staff of its nation.
bool IsOfficerOf(const access::Caller& caller, const StoredMembership& seat, absl::string_view day);
bool KeepsSeat(const access::Caller& caller, const StoredMembership& seat, absl::string_view day);

// The authorities, regions and nations in which the caller is staff.
std::vector<std::string> StaffScopes(const access::Caller& caller);

// A person without a place, who was just added, is seen by national staff alone.
Sight SightOf(const access::Caller& caller, const std::string& person,
              const std::vector<access::Scope>& places);

// Takes out what the caller does not see: advisers and national staff see neither gender,
// telephone, postal address nor needs.
void Veil(Sight sight, v1::Person& person);

// Takes party and political group, present and earlier, out of memberships of `stored` where the
// caller is neither its holder nor, on the day, an officer of the authority responsible for it.
void VeilAffiliations(const access::Caller& caller, const StoredPerson& stored,
                      absl::string_view day, v1::Person& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_SIGHT_RULES_H_
