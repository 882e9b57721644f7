#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_RECORD_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What is kept of a person.
namespace telemachus::registry {

// A seat as kept, and where it lies.
struct StoredMembership {
  // Complete, roles included.
  v1::Membership membership;
  access::Scope scope;
  v1::Authority::Type authority_type = v1::Authority::TYPE_UNSPECIFIED;
};

// A person as kept.
struct StoredPerson {
  // Without memberships and `disabled`.
  v1::Person person;
  // In the order of their beginning.
  std::vector<StoredMembership> memberships;
  // The epoch where access was not taken away; the infinite future until it is given back.
  absl::Time disabled_until = absl::UnixEpoch();
  // Until when training accredits (YYYY-MM-DD); empty: it does not.
  std::string accredited_until;
  int64_t version = 0;
  int64_t facts_version = 0;

  // Whether access is taken away at the moment.
  bool IsDisabled(absl::Time now) const { return now < disabled_until; }
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_RECORD_H_
