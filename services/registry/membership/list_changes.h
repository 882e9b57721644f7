#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_LIST_CHANGES_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_LIST_CHANGES_H_

#include <string>
#include <vector>

#include "common/id/id.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/person.pb.h"

// What a list of members changes: only what it says otherwise than last time, so that it does not
// undo what people and officers changed themselves; and what is so already is no change. Pure, but
// for new ids. `day` is that of the import (YYYY-MM-DD).
namespace telemachus::registry {

// Gives a membership that is new, with its name, the roles and the party that a list says. Since
// when a role is held is not said: from today as far as is known, and for one who has left while
// they sat.
void Begin(const v1::Membership& said, const std::string& day, id::IdSource& ids,
           v1::Membership& membership);

// Takes over what is said of the person. What is no longer reachable is no longer released. Adds
// the names of the fields that changed.
void TakePerson(const v1::Person& last, const v1::Person& said, v1::Person& person,
                std::vector<std::string>& changed);

// Takes over what is said of the seat: dates, ward, roles, and the party, from today on or, if it
// is the first, since the seat is held. The party is left alone where its holder has chosen to
// state none.
void TakeSeat(const v1::Membership& last, const v1::Membership& said, const std::string& day,
              id::IdSource& ids, StoredMembership& seat, std::vector<std::string>& changed);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_LIST_CHANGES_H_
