#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_ARRANGEMENT_SERVICE_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_ARRANGEMENT_SERVICE_H_

#include "absl/status/statusor.h"
#include "agreement/outside/registry_facts.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "telemachus/agreement/v1/agreement.pb.h"

namespace telemachus::agreement {

// Handlers of ArrangementService; what each does stands in its proto. Thread-safe.
class ArrangementService {
 public:
  ArrangementService(service::Ground& ground, RegistryFacts& registry)
      : ground_(ground), registry_(registry) {}

  // In the order of the proto.
  absl::StatusOr<v1::Arrangement> GetArrangement(const rpc::Call& call,
                                                 const v1::GetArrangementRequest& request);
  absl::StatusOr<v1::ListArrangementsResponse> ListArrangements(
      const rpc::Call& call, const v1::ListArrangementsRequest& request);

 private:
  service::Ground& ground_;
  RegistryFacts& registry_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_ARRANGEMENT_SERVICE_H_
