#ifndef TELEMACHUS_REGISTRY_ROLE_FIRST_STAFF_H_
#define TELEMACHUS_REGISTRY_ROLE_FIRST_STAFF_H_

#include "absl/status/status.h"
#include "registry/means.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Lets somebody in who can let others in: on a database that knows nobody yet, adds a person with
// this login who is staff of both national bodies. Does nothing where the login is incomplete or
// anybody is known.
absl::Status AddFirstStaff(const Means& means, const v1::Login& login);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_FIRST_STAFF_H_
