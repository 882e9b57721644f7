#ifndef TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_
#define TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_

#include "common/access/caller.h"
#include "telemachus/registry/v1/person.pb.h"

// What is kept of a role in the programme.
namespace telemachus::registry {

// A grant, and where its scope lies: an authority with its region and nation, a region with its
// nation, or a nation.
struct StoredGrant {
  v1::Grant grant;
  access::Scope place;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_GRANT_RECORD_H_
