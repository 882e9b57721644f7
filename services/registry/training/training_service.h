#ifndef TELEMACHUS_REGISTRY_TRAINING_TRAINING_SERVICE_H_
#define TELEMACHUS_REGISTRY_TRAINING_TRAINING_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/training.pb.h"

namespace telemachus::registry {

// Handlers of TrainingService for records of attendance, and of AttendanceService for withdrawing
// them; what each does stands in its proto. Thread-safe.
class TrainingService {
 public:
  explicit TrainingService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::TrainingRecord> CreateTrainingRecord(
      const rpc::Call& call, const v1::CreateTrainingRecordRequest& request);
  absl::StatusOr<v1::TrainingRecord> WithdrawTrainingRecord(
      const rpc::Call& call, const v1::WithdrawTrainingRecordRequest& request);
  absl::StatusOr<v1::ListTrainingRecordsResponse> ListTrainingRecords(
      const rpc::Call& call, const v1::ListTrainingRecordsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_TRAINING_SERVICE_H_
