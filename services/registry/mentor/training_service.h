#ifndef TELEMACHUS_REGISTRY_MENTOR_TRAINING_SERVICE_H_
#define TELEMACHUS_REGISTRY_MENTOR_TRAINING_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentor.pb.h"

namespace telemachus::registry {

// Handlers of TrainingService; what each does stands in its proto. Thread-safe.
class TrainingService {
 public:
  explicit TrainingService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Course> CreateCourse(const rpc::Call& call,
                                          const v1::CreateCourseRequest& request);
  absl::StatusOr<v1::TrainingRecord> CreateTrainingRecord(
      const rpc::Call& call, const v1::CreateTrainingRecordRequest& request);
  absl::StatusOr<v1::ListTrainingRecordsResponse> ListTrainingRecords(
      const rpc::Call& call, const v1::ListTrainingRecordsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_TRAINING_SERVICE_H_
