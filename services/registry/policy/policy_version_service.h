#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_VERSION_SERVICE_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_VERSION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/policy_version.pb.h"

namespace telemachus::registry {

// Handlers of PolicyVersionService; what each does stands in its proto. Thread-safe.
class PolicyVersionService {
 public:
  explicit PolicyVersionService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::PolicyVersion> GetPolicy(const rpc::Call& call,
                                              const v1::GetPolicyRequest& request);
  absl::StatusOr<v1::ListPoliciesResponse> ListPolicies(const rpc::Call& call,
                                                        const v1::ListPoliciesRequest& request);
  absl::StatusOr<v1::PolicyVersion> WithdrawPolicy(const rpc::Call& call,
                                                   const v1::WithdrawPolicyRequest& request);
  absl::StatusOr<v1::PolicyExplanation> ExplainEffectivePolicy(
      const rpc::Call& call, const v1::ExplainEffectivePolicyRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_VERSION_SERVICE_H_
