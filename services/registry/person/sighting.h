#ifndef TELEMACHUS_REGISTRY_PERSON_SIGHTING_H_
#define TELEMACHUS_REGISTRY_PERSON_SIGHTING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "registry/person/sight_rules.h"
#include "registry/role/local_directory.h"

// How handlers prove that a caller has to do with a person or an authority. All functions run
// inside the caller's transaction.
namespace telemachus::registry {

// A person, and as what the caller meets them.
struct Sighting {
  Sight sight = Sight::kNone;
  StoredPerson stored;
  std::vector<StoredGrant> grants;
};

// Proves the relation: the caller sees the person as `least` or more. NotPermitted() otherwise, and
// if there is no such person.
absl::StatusOr<Sighting> RequireSight(sql::Transaction& transaction, const rpc::Call& call,
                                      const std::string& person, Sight least, absl::Time now);

// A person, and one of the seats they hold or held.
struct SeatSighting {
  StoredPerson stored;
  size_t place = 0;

  StoredMembership& seat() { return stored.memberships[place]; }
  const StoredMembership& seat() const { return stored.memberships[place]; }
};

// One by the membership's name, or NOT_FOUND (bare).
absl::StatusOr<SeatSighting> LoadSeat(sql::Transaction& transaction, const std::string& membership);
// Finds one for a caller; proves nothing. NotPermitted() if there is none.
absl::StatusOr<SeatSighting> FindSeat(sql::Transaction& transaction, const rpc::Call& call,
                                      const std::string& membership);
// Proves the relation too: the caller keeps the seat. NotPermitted() otherwise.
absl::StatusOr<SeatSighting> RequireSeat(sql::Transaction& transaction, const rpc::Call& call,
                                         const std::string& membership, absl::Time now);

// Compares an etag, if there is one, with the person's; ABORTED if it is another. Errors name
// `resource`.
absl::Status CheckEtag(const std::string& etag, const StoredPerson& stored,
                       const std::string& resource);

// Proves the relation: the caller is staff of the authority, or of the one that came after it if it
// ended; of its region or nation. NotPermitted() otherwise, and if there is no such authority.
// Returns where the one that is responsible now lies.
absl::StatusOr<access::Scope> RequireStaff(sql::Transaction& transaction, const rpc::Call& call,
                                           const std::string& authority, absl::Time now);
// The same of an officer of the authority that is responsible now.
absl::StatusOr<access::Scope> RequireOfficer(sql::Transaction& transaction, const rpc::Call& call,
                                             const std::string& authority, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_SIGHTING_H_
