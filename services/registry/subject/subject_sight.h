#ifndef TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_SIGHT_H_
#define TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_SIGHT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "registry/subject/subject_store.h"

// Who has to do with what a person asks about their data. All functions run inside the caller's
// transaction; absent and forbidden are one answer.
namespace telemachus::registry {

// As what the caller meets the person.
enum class Asker { kPerson, kNational };

// Proves the relation: the caller is the person, or national staff of theirs; of somebody who was
// erased, any national staff. NotPermitted() otherwise, and if there never was such a person.
absl::StatusOr<Asker> RequireAsker(sql::Transaction& transaction, const rpc::Call& call,
                                   const std::string& person, absl::Time now);

// The same for one request, which it returns.
struct Asked {
  Asker asker = Asker::kPerson;
  StoredSubjectRequest stored;
};
absl::StatusOr<Asked> RequireAsked(sql::Transaction& transaction, const rpc::Call& call,
                                   const std::string& name, absl::Time now);

// One request, if it is the caller's own.
absl::StatusOr<StoredSubjectRequest> RequireOwnRequest(sql::Transaction& transaction,
                                                       const rpc::Call& call,
                                                       const std::string& name);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_SIGHT_H_
