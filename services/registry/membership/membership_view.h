#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_VIEW_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_VIEW_H_

#include <string>

#include "absl/time/time.h"
#include "common/access/caller.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// A membership of the person as the caller sees it today; empty if they have none of the name.
v1::Membership SeenBy(const access::Caller& caller, const StoredPerson& stored,
                      const std::string& name, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_VIEW_H_
