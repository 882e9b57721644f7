#ifndef TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_SERVICE_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/guidance.pb.h"

namespace telemachus::registry {

// Handlers of SkillFrameworkService; what each does stands in its proto. Thread-safe.
class FrameworkService {
 public:
  explicit FrameworkService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::SkillFramework> GetSkillFramework(const rpc::Call& call,
                                                       const v1::GetSkillFrameworkRequest& request);
  absl::StatusOr<v1::SkillFramework> CreateSkillFramework(
      const rpc::Call& call, const v1::CreateSkillFrameworkRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_SERVICE_H_
