#ifndef TELEMACHUS_REGISTRY_ELECTION_PLAN_SERVICE_H_
#define TELEMACHUS_REGISTRY_ELECTION_PLAN_SERVICE_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "google/longrunning/operations.pb.h"
#include "registry/means.h"
#include "telemachus/registry/v1/election.pb.h"

namespace telemachus::registry {

// Handlers of ElectionService that preview and apply; what each does stands in its proto.
// Thread-safe.
class PlanService {
 public:
  // `wake` lets whoever carries operations out look at once.
  PlanService(const Means& means, std::function<void()> wake)
      : means_(means), wake_(std::move(wake)) {}
  absl::StatusOr<v1::Election> PreviewElection(const rpc::Call& call,
                                               const v1::PreviewElectionRequest& request);
  absl::StatusOr<v1::ListElectionRowsResponse> ListElectionRows(
      const rpc::Call& call, const v1::ListElectionRowsRequest& request);
  absl::StatusOr<google::longrunning::Operation> ApplyElection(
      const rpc::Call& call, const v1::ApplyElectionRequest& request);

 private:
  const Means& means_;
  const std::function<void()> wake_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_PLAN_SERVICE_H_
