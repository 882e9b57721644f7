#ifndef TELEMACHUS_REGISTRY_FACTS_FACTS_STORE_H_
#define TELEMACHUS_REGISTRY_FACTS_FACTS_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/mentor/mentor_store.h"
#include "telemachus/registry/v1/facts.pb.h"

// Facts put together from what is kept, a few questions for any number. All functions run inside
// the caller's transaction.
namespace telemachus::registry {

// Of people, in the order asked; unknown ones are left out.
absl::StatusOr<std::vector<v1::PersonFacts>> LoadPersonFacts(sql::Transaction& transaction,
                                                             absl::Span<const std::string> people,
                                                             absl::Time now);

// Of mentors, in their order.
absl::StatusOr<std::vector<v1::MentorFacts>> LoadMentorFacts(
    sql::Transaction& transaction, const std::vector<StoredMentor>& mentors, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_FACTS_FACTS_STORE_H_
