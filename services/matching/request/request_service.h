#ifndef TELEMACHUS_MATCHING_REQUEST_REQUEST_SERVICE_H_
#define TELEMACHUS_MATCHING_REQUEST_REQUEST_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "google/protobuf/empty.pb.h"
#include "matching/registry_facts.h"
#include "matching/request/request_store.h"
#include "telemachus/matching/v1/request.pb.h"

namespace telemachus::matching {

// Handlers of RequestService; what each does stands in its proto. Thread-safe.
class RequestService {
 public:
  RequestService(service::Ground& ground, RegistryFacts& facts, crypto::Sealer& sealer)
      : ground_(ground), facts_(facts), sealer_(sealer) {}

  absl::StatusOr<v1::Request> CreateRequest(const rpc::Call& call,
                                            const v1::CreateRequestRequest& request);
  absl::StatusOr<v1::Request> ConfirmRequest(const rpc::Call& call,
                                             const v1::ConfirmRequestRequest& request);
  absl::StatusOr<v1::Request> GetRequest(const rpc::Call& call,
                                         const v1::GetRequestRequest& request);
  absl::StatusOr<v1::ListRequestsResponse> ListRequests(const rpc::Call& call,
                                                        const v1::ListRequestsRequest& request);
  absl::StatusOr<v1::Request> ClaimRequest(const rpc::Call& call,
                                           const v1::ClaimRequestRequest& request);
  absl::StatusOr<v1::Request> WithdrawRequest(const rpc::Call& call,
                                              const v1::WithdrawRequestRequest& request);
  absl::StatusOr<v1::Challenge> ReadChallenge(const rpc::Call& call,
                                              const v1::ReadChallengeRequest& request);

 private:
  // Once: ABORTED if members of some authority passed on while the registry was asked.
  absl::StatusOr<v1::Request> Make(const rpc::Call& call, const v1::CreateRequestRequest& request);
  absl::StatusOr<StoredRequest> Draft(const rpc::Call& call, const v1::Request& asked,
                                      const registry::v1::PersonFacts::Seat& seat);
  // Whether a mentor whom the mentee has in mind is one at all.
  absl::Status CheckNamed(const rpc::Call& call, const std::string& mentor);
  absl::Status Store(const rpc::Call& call, const v1::CreateRequestRequest& request,
                     const std::string& sealed, int64_t passings, StoredRequest& stored);
  // How often, up to now, members of authorities passed on.
  absl::StatusOr<int64_t> PassingsSoFar(const rpc::Call& call);
  absl::StatusOr<std::string> Sealed(const rpc::Call& call, const StoredRequest& stored,
                                     const std::string& challenge);

  service::Ground& ground_;
  RegistryFacts& facts_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_REQUEST_SERVICE_H_
