#ifndef TELEMACHUS_REGISTRY_TRAINING_RECORD_STORE_H_
#define TELEMACHUS_REGISTRY_TRAINING_RECORD_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/training/training_record.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Where attendance is kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Records of a person that are looked at when their accreditation is worked out: the newest, and
// more than anybody attends.
inline constexpr int kMostRecords = 500;

// Adds attendance under its name. False, and nothing added, if the person's attendance of that
// session stands already.
absl::StatusOr<bool> InsertTrainingRecord(sql::Transaction& transaction,
                                          const StoredRecord& stored);
// Writes what follows for a record from others, and whether it was withdrawn.
absl::Status SaveTrainingRecord(sql::Transaction& transaction, const v1::TrainingRecord& record);
// One record, or NOT_FOUND (bare).
absl::StatusOr<v1::TrainingRecord> LoadTrainingRecord(sql::Transaction& transaction,
                                                      const std::string& name);

// What a person attended, without what was withdrawn, up to kMostRecords.
absl::StatusOr<std::vector<StoredRecord>> LoadAttended(sql::Transaction& transaction,
                                                       const std::string& person);
// The person's record of a session that was not withdrawn, or NOT_FOUND (bare).
absl::StatusOr<v1::TrainingRecord> FindAttendance(sql::Transaction& transaction,
                                                  const std::string& session,
                                                  const std::string& person);
// Whether any attendance of a session stands.
absl::StatusOr<bool> HasAttendance(sql::Transaction& transaction, const std::string& session);

// What a person attended, newest first, after a position. `PositionOf` makes positions.
absl::StatusOr<std::vector<v1::TrainingRecord>> ListTrainingRecords(sql::Transaction& transaction,
                                                                    const std::string& person,
                                                                    const std::string& after,
                                                                    int limit);
std::string PositionOf(const v1::TrainingRecord& record);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_RECORD_STORE_H_
