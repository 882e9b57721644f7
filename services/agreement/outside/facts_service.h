#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_FACTS_SERVICE_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_FACTS_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "telemachus/agreement/v1/facts.pb.h"

namespace telemachus::agreement {

// The handler of AgreementFactsService; what it does stands in its proto. Thread-safe.
class FactsService {
 public:
  explicit FactsService(service::Ground& ground) : ground_(ground) {}

  // In the order of the proto.
  absl::StatusOr<v1::BatchGetAgreementFactsResponse> BatchGetAgreementFacts(
      const rpc::Call& call, const v1::BatchGetAgreementFactsRequest& request);

 private:
  service::Ground& ground_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_FACTS_SERVICE_H_
