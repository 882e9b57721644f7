#ifndef TELEMACHUS_REGISTRY_MENTOR_TRAINING_STORE_H_
#define TELEMACHUS_REGISTRY_MENTOR_TRAINING_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Where courses and attendance are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Adds a course under its name.
absl::Status InsertCourse(sql::Transaction& transaction, const v1::Course& course);
// One course, or NOT_FOUND (bare).
absl::StatusOr<v1::Course> LoadCourse(sql::Transaction& transaction, const std::string& name);

// Adds an attendance under its name.
absl::Status InsertTrainingRecord(sql::Transaction& transaction, const v1::TrainingRecord& record);
// One record, or NOT_FOUND (bare).
absl::StatusOr<v1::TrainingRecord> LoadTrainingRecord(sql::Transaction& transaction,
                                                      const std::string& name);

// What a person attended, newest first, after a position. `PositionOf` makes positions.
absl::StatusOr<std::vector<v1::TrainingRecord>> ListTrainingRecords(sql::Transaction& transaction,
                                                                    const std::string& person,
                                                                    const std::string& after,
                                                                    int limit);
std::string PositionOf(const v1::TrainingRecord& record);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_TRAINING_STORE_H_
