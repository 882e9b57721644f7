#ifndef TELEMACHUS_REGISTRY_MENTOR_AVOIDANCE_SERVICE_H_
#define TELEMACHUS_REGISTRY_MENTOR_AVOIDANCE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentor.pb.h"

namespace telemachus::registry {

// Handlers of MentorService for whom people are not to be matched with; what each does stands in
// its proto. Nobody but its author meets a list here. Thread-safe.
class AvoidanceService {
 public:
  explicit AvoidanceService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Avoidance> GetAvoidance(const rpc::Call& call,
                                             const v1::GetAvoidanceRequest& request);
  absl::StatusOr<v1::Avoidance> UpdateAvoidance(const rpc::Call& call,
                                                const v1::UpdateAvoidanceRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_AVOIDANCE_SERVICE_H_
