#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_STORE_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// Where people are kept, with their logins and memberships. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// The person as clients read them, nothing left out: party and political group as of now.
v1::Person Complete(const StoredPerson& stored, absl::Time now);

// People in the order asked, unknown ones left out. Five questions, whatever their number.
absl::StatusOr<std::vector<StoredPerson>> LoadPeople(sql::Transaction& transaction,
                                                     absl::Span<const std::string> names);
// One of them, or NOT_FOUND (bare).
absl::StatusOr<StoredPerson> LoadPerson(sql::Transaction& transaction, const std::string& name);

// `people/{person}` of a login; empty if nobody has it.
absl::StatusOr<std::string> FindLogin(sql::Transaction& transaction, absl::string_view issuer,
                                      absl::string_view subject);

// Adds a person with their logins, but without memberships; ALREADY_EXISTS if a login is linked to
// somebody. Sets versions and etag in `stored`.
absl::Status InsertPerson(sql::Transaction& transaction, StoredPerson& stored);

// Writes details and `disabled_until` of a person read before; ABORTED if they have changed since.
// Sets version and etag in `stored`.
absl::Status SavePerson(sql::Transaction& transaction, StoredPerson& stored);

// Unlinks all logins of a person.
absl::Status DeleteLogins(sql::Transaction& transaction, const std::string& person);

// Writes until when training accredits (YYYY-MM-DD); empty: it does not. Whether that is another
// day than before.
absl::StatusOr<bool> SetAccredited(sql::Transaction& transaction, const std::string& person,
                                   const std::string& day);

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillPersonLists(sql::Transaction& transaction);

// What people are ordered by.
std::string SortKey(absl::string_view display_name);

// What of a person stands in the body of the row.
v1::Person BodyOf(const v1::Person& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_STORE_H_
