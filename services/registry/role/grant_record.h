#ifndef TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_
#define TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "registry/succession/responsibility.h"
#include "telemachus/registry/v1/person.pb.h"

// What is kept of a role in the programme.
namespace telemachus::registry {

// A grant, and where its scope lies: an authority with its region and nation, a region with its
// nation, or a nation.
struct StoredGrant {
  v1::Grant grant;
  access::Scope place;
  // Of an authority that ended: who is responsible for its members.
  std::vector<Responsibility> responsibilities = {};

  // Where its holder belongs on a day (YYYY-MM-DD): the place, or what came after it.
  const access::Scope& PlaceOn(absl::string_view day) const {
    const Responsibility* passed = FindResponsibility(responsibilities, "", day);
    return passed == nullptr ? place : passed->scope;
  }
  // Whether it gives nothing any more on a day: what its authority held has passed to another,
  // which has officers of its own.
  bool HasPassed(absl::string_view day) const { return PlaceOn(day).authority != place.authority; }
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_
