#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_STORE_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_STORE_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/mentor/mentor_record.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Where mentors are kept, and whom people avoid. All functions run inside the caller's transaction.
namespace telemachus::registry {

// One mentor, in the register or not; NOT_FOUND (bare) if they never were.
absl::StatusOr<StoredMentor> LoadMentor(sql::Transaction& transaction, const std::string& name);
// Mentors in the order asked; unknown ones are left out.
absl::StatusOr<std::vector<StoredMentor>> LoadMentors(sql::Transaction& transaction,
                                                      absl::Span<const std::string> names);

// Adds a mentor; ALREADY_EXISTS if there is one of this name.
absl::Status InsertMentor(sql::Transaction& transaction, StoredMentor& stored);
// Writes a mentor read before; ABORTED if they have changed since.
absl::Status SaveMentor(sql::Transaction& transaction, StoredMentor& stored);

// All mentors after a name, in the order of their names, those who left the register included.
absl::StatusOr<std::vector<StoredMentor>> WalkMentors(sql::Transaction& transaction,
                                                      const std::string& after, int limit);

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillMentorLists(sql::Transaction& transaction);

// Whom people avoid, by person; who avoids nobody is left out.
absl::StatusOr<std::unordered_map<std::string, v1::Avoidance>> LoadAvoidances(
    sql::Transaction& transaction, absl::Span<const std::string> people);
absl::Status SaveAvoidance(sql::Transaction& transaction, const std::string& person,
                           const v1::Avoidance& avoidance);

// `people/x` of `mentors/x`, and back.
std::string PersonOfMentor(const std::string& mentor);
std::string MentorOfPerson(const std::string& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_STORE_H_
