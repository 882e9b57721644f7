#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_SERVICE_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/authority.pb.h"

namespace telemachus::registry {

// Handlers of PolicyService; what each does stands in its proto. Thread-safe.
class PolicyService {
 public:
  explicit PolicyService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Policy> CreatePolicy(const rpc::Call& call,
                                          const v1::CreatePolicyRequest& request);
  absl::StatusOr<v1::Policy> GetEffectivePolicy(const rpc::Call& call,
                                                const v1::GetEffectivePolicyRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_SERVICE_H_
