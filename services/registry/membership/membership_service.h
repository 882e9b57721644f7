#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_SERVICE_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/membership.pb.h"

namespace telemachus::registry {

// Handlers of MembershipService, but for roles; what each does stands in its proto. Thread-safe.
class MembershipService {
 public:
  explicit MembershipService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Membership> CreateMembership(const rpc::Call& call,
                                                  const v1::CreateMembershipRequest& request);
  absl::StatusOr<v1::Membership> UpdateMembership(const rpc::Call& call,
                                                  const v1::UpdateMembershipRequest& request);
  absl::StatusOr<v1::Membership> EndMembership(const rpc::Call& call,
                                               const v1::EndMembershipRequest& request);
  absl::StatusOr<v1::Membership> RecordAffiliation(const rpc::Call& call,
                                                   const v1::RecordAffiliationRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_SERVICE_H_
