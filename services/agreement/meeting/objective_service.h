#ifndef TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_SERVICE_H_
#define TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_SERVICE_H_

#include "absl/status/statusor.h"
#include "agreement/meeting/objective_store.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"

namespace telemachus::agreement {

// Handlers of ObjectiveService; what each does stands in its proto. Thread-safe.
class ObjectiveService {
 public:
  ObjectiveService(service::Ground& ground, crypto::Sealer& sealer)
      : ground_(ground), sealer_(sealer) {}

  // In the order of the proto.
  absl::StatusOr<v1::Objective> CreateObjective(const rpc::Call& call,
                                                const v1::CreateObjectiveRequest& request);
  absl::StatusOr<v1::Objective> ResolveObjective(const rpc::Call& call,
                                                 const v1::ResolveObjectiveRequest& request);
  absl::StatusOr<v1::ListObjectivesResponse> ListObjectives(
      const rpc::Call& call, const v1::ListObjectivesRequest& request);

 private:
  // A new objective, sealed.
  absl::StatusOr<StoredObjective> Draft(const rpc::Call& call,
                                        const v1::CreateObjectiveRequest& request);
  // As the parties see it: with its content.
  absl::StatusOr<v1::Objective> Shown(const rpc::Call& call, const std::string& agreement,
                                      const StoredObjective& stored);

  service::Ground& ground_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_SERVICE_H_
