#ifndef TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_
#define TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/mentor/mentor_tenure.h"
#include "registry/person/person_record.h"

// What leaving office and the passage of time make of a mentor. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Loads what leaving office is judged by, with the policies of the authorities that the person
// serves and of `others`.
absl::StatusOr<MentorTenure> LoadTenure(sql::Transaction& transaction, const StoredPerson& stored,
                                        const std::string& day,
                                        const std::set<std::string>& others = {});

// Asks and tells who mentors, or is trained to, what is due by now, and sets the timers for what
// comes: the next day on which services must learn of the mentor anew, and the next notice. Who is
// asked gets an invitation; one that is open follows what becomes of them. Called after every
// change of a person who is a mentor or accredited. Being called once more changes nothing.
absl::Status FollowTenure(sql::Transaction& transaction, const std::string& person, absl::Time now);

// What the mentor was told so far; dates are empty where they were told nothing.
absl::StatusOr<Farewell> LoadFarewell(sql::Transaction& transaction, const std::string& mentor);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_FAREWELL_H_
