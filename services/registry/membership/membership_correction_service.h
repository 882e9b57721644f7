#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_CORRECTION_SERVICE_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_CORRECTION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/membership_correction.pb.h"

namespace telemachus::registry {

// Handlers of MembershipCorrectionService; what each does stands in its proto. Thread-safe.
class MembershipCorrectionService {
 public:
  explicit MembershipCorrectionService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::CorrectMembershipResponse> CorrectMembership(
      const rpc::Call& call, const v1::CorrectMembershipRequest& request);
  absl::StatusOr<v1::ListMembershipCorrectionsResponse> ListMembershipCorrections(
      const rpc::Call& call, const v1::ListMembershipCorrectionsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_CORRECTION_SERVICE_H_
