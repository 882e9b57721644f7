#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_RECORD_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "registry/succession/responsibility.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What is kept of a person.
namespace telemachus::registry {

// A seat as kept, and where it lies.
struct StoredMembership {
  // Complete, roles and affiliations included, but for what changes with the day: the responsible
  // authority, and party and group at present (SetPresent).
  v1::Membership membership;
  // Whether its holder has chosen that no party is stated, so that nobody else states one.
  bool party_withheld = false;
  // Of the authority it was taken in. Access asks PlaceOn().
  access::Scope scope;
  v1::Authority::Type authority_type = v1::Authority::TYPE_UNSPECIFIED;
  // Who is responsible for it after the end of that authority.
  std::vector<Responsibility> responsibilities = {};

  // Who is responsible for it on a day (YYYY-MM-DD), and where that one lies.
  const access::Scope& PlaceOn(absl::string_view day) const {
    const Responsibility* passed = FindResponsibility(responsibilities, membership.ward(), day);
    return passed == nullptr ? scope : passed->scope;
  }
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
