#ifndef TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_SERVICE_H_
#define TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/national_policy.pb.h"

namespace telemachus::registry {

// Handlers of NationalPolicyService; what each does stands in its proto. Thread-safe.
class NationalPolicyService {
 public:
  explicit NationalPolicyService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::NationalPolicy> CreateNationalPolicy(
      const rpc::Call& call, const v1::CreateNationalPolicyRequest& request);
  absl::StatusOr<v1::NationalPolicy> GetEffectiveNationalPolicy(
      const rpc::Call& call, const v1::GetEffectiveNationalPolicyRequest& request);
  absl::StatusOr<v1::NationalPolicy> GetNationalPolicy(const rpc::Call& call,
                                                       const v1::GetNationalPolicyRequest& request);
  absl::StatusOr<v1::ListNationalPoliciesResponse> ListNationalPolicies(
      const rpc::Call& call, const v1::ListNationalPoliciesRequest& request);
  absl::StatusOr<v1::NationalPolicy> WithdrawNationalPolicy(
      const rpc::Call& call, const v1::WithdrawNationalPolicyRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_NATIONAL_POLICY_SERVICE_H_
