#ifndef TELEMACHUS_REGISTRY_ROLE_MEMBER_ROLE_SERVICE_H_
#define TELEMACHUS_REGISTRY_ROLE_MEMBER_ROLE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/membership.pb.h"

namespace telemachus::registry {

// Handlers of PersonService and MembershipService for the roles of members; what each does stands
// in its proto. Thread-safe.
class MemberRoleService {
 public:
  explicit MemberRoleService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::MemberRole> CreateMemberRole(const rpc::Call& call,
                                                  const v1::CreateMemberRoleRequest& request);
  absl::StatusOr<v1::ListMemberRolesResponse> ListMemberRoles(
      const rpc::Call& call, const v1::ListMemberRolesRequest& request);
  absl::StatusOr<v1::MemberRole> EndMemberRole(const rpc::Call& call,
                                               const v1::EndMemberRoleRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_MEMBER_ROLE_SERVICE_H_
