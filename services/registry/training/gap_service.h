#ifndef TELEMACHUS_REGISTRY_TRAINING_GAP_SERVICE_H_
#define TELEMACHUS_REGISTRY_TRAINING_GAP_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/training.pb.h"

namespace telemachus::registry {

// Handlers of TrainingGapService; what each does stands in its proto. Thread-safe.
class GapService {
 public:
  explicit GapService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::ListTrainingGapsResponse> ListTrainingGaps(
      const rpc::Call& call, const v1::ListTrainingGapsRequest& request);
  absl::StatusOr<v1::SummarizeTrainingGapsResponse> SummarizeTrainingGaps(
      const rpc::Call& call, const v1::SummarizeTrainingGapsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_GAP_SERVICE_H_
