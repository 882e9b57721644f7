#ifndef TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_RULES_H_
#define TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "registry/training/training_record.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/training.pb.h"

// What may be recorded as attendance. Pure.
namespace telemachus::registry {

// Whether attendance can have been as asked for: INVALID_ARGUMENT naming each field that is wrong.
// `course` and `session` are those that the record names, nothing where there is no such one.
absl::Status CheckAttendance(const v1::TrainingRecord& asked,
                             const std::optional<v1::Course>& course,
                             const std::optional<v1::CourseSession>& session, absl::Time now);

// The record of attendance under `name`, with the course's terms of this moment.
StoredRecord RecordOf(const std::string& name, const v1::TrainingRecord& asked,
                      const v1::Course& course, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_RULES_H_
