#ifndef TELEMACHUS_REGISTRY_TRAINING_RECORDING_H_
#define TELEMACHUS_REGISTRY_TRAINING_RECORDING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "registry/person/sighting.h"
#include "registry/training/record_store.h"

// How handlers put attendance on record and take it off again. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Proves the relation: officers record for their members, national staff for all of their nation;
// nobody for themself. NotPermitted() otherwise, and if there is no such person.
absl::StatusOr<Sighting> RequireTrainee(sql::Transaction& transaction, const rpc::Call& call,
                                        const std::string& person, absl::Time now);

// Adds attendance of a person with all that follows, and tells of it; sets until when it accredits.
// ALREADY_EXISTS, and nothing changed, if the attendance of that session stands already.
absl::Status Record(sql::Transaction& transaction, const StoredPerson& person, StoredRecord& stored,
                    absl::Time now);

// Takes a record out of account, with all that follows, and tells of it.
absl::Status Withdraw(sql::Transaction& transaction, const StoredPerson& person,
                      v1::TrainingRecord& record, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_RECORDING_H_
