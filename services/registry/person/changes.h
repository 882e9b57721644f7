#ifndef TELEMACHUS_REGISTRY_PERSON_CHANGES_H_
#define TELEMACHUS_REGISTRY_PERSON_CHANGES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/person/person_store.h"
#include "telemachus/registry/v1/authority.pb.h"

// How other services learn of changes: thin events, written with the change. All functions run
// inside the caller's transaction.
namespace telemachus::registry {

// Of a new person, who is no mentor yet.
absl::Status PersonAdded(sql::Transaction& transaction, const std::string& person, absl::Time now);

// Of a person of whom anything changed that services know; of the mentor too, if they are one: they
// are asked and told then what leaving office means. What changed is not said.
absl::Status PersonChanged(sql::Transaction& transaction, const std::string& person,
                           absl::Time now);

// The same of everybody who mentors and sits, or sat, in the authority or in one that it came
// after, or is its officer.
absl::Status MentorsChanged(sql::Transaction& transaction, const std::string& authority,
                            absl::Time now);

// Of a new or changed authority.
absl::Status AuthorityChanged(sql::Transaction& transaction, const v1::Authority& authority,
                              int64_t version, absl::Time now);

// Of everybody who sits, or sat, in an authority, or holds a role in it: another one is responsible
// for them now.
absl::Status ResponsibilityPassed(sql::Transaction& transaction, const std::string& authority,
                                  absl::Time now);

// Of an authority that is not responsible any more for some or all of those for whom it was.
absl::Status AuthoritySucceeded(sql::Transaction& transaction, const std::string& authority,
                                absl::Time now);

// Ends, with their authority, the memberships that are open, and all that hangs on them; tells of
// the people.
absl::Status EndMemberships(sql::Transaction& transaction, const std::string& authority,
                            const std::string& end_date, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_CHANGES_H_
