#include "registry/membership/membership_view.h"

#include <utility>

#include "common/time/civil.h"
#include "registry/person/person_store.h"
#include "registry/person/sight_rules.h"

namespace telemachus::registry {

v1::Membership SeenBy(const access::Caller& caller, const StoredPerson& stored,
                      const std::string& name, absl::Time now) {
  v1::Person person = Complete(stored, now);
  VeilAffiliations(caller, stored, time::FormatDate(time::DayOf(now)), person);
  for (v1::Membership& membership : *person.mutable_memberships()) {
    if (membership.name() == name) return std::move(membership);
  }
  return {};
}

}  // namespace telemachus::registry
