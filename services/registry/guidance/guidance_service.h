#ifndef TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_SERVICE_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/guidance.pb.h"

namespace telemachus::registry {

// Handlers of GuidanceService; what each does stands in its proto. Thread-safe.
class GuidanceService {
 public:
  explicit GuidanceService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Guidance> GetGuidance(const rpc::Call& call,
                                           const v1::GetGuidanceRequest& request);
  absl::StatusOr<v1::ListGuidanceResponse> ListGuidance(const rpc::Call& call,
                                                        const v1::ListGuidanceRequest& request);
  absl::StatusOr<v1::Guidance> CreateGuidance(const rpc::Call& call,
                                              const v1::CreateGuidanceRequest& request);
  absl::StatusOr<v1::Guidance> UpdateGuidance(const rpc::Call& call,
                                              const v1::UpdateGuidanceRequest& request);
  absl::StatusOr<v1::Guidance> RetireGuidance(const rpc::Call& call,
                                              const v1::RetireGuidanceRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_SERVICE_H_
