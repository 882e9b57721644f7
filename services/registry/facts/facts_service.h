#ifndef TELEMACHUS_REGISTRY_FACTS_FACTS_SERVICE_H_
#define TELEMACHUS_REGISTRY_FACTS_FACTS_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::registry {

// Handlers of FactsService; what each does stands in its proto. Thread-safe.
class FactsService {
 public:
  explicit FactsService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::BatchGetPersonFactsResponse> BatchGetPersonFacts(
      const rpc::Call& call, const v1::BatchGetPersonFactsRequest& request);
  absl::StatusOr<v1::BatchGetMentorFactsResponse> BatchGetMentorFacts(
      const rpc::Call& call, const v1::BatchGetMentorFactsRequest& request);
  absl::StatusOr<v1::ListMentorFactsResponse> ListMentorFacts(
      const rpc::Call& call, const v1::ListMentorFactsRequest& request);
  absl::StatusOr<v1::AuthorityFacts> GetAuthorityFacts(const rpc::Call& call,
                                                       const v1::GetAuthorityFactsRequest& request);
  absl::StatusOr<v1::CatalogueCodes> GetCatalogueCodes(const rpc::Call& call,
                                                       const v1::GetCatalogueCodesRequest& request);
  absl::StatusOr<v1::ListAuthorityFactsResponse> ListAuthorityFacts(
      const rpc::Call& call, const v1::ListAuthorityFactsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_FACTS_FACTS_SERVICE_H_
