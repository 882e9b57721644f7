#ifndef TELEMACHUS_REGISTRY_ROLE_ROLE_SERVICE_H_
#define TELEMACHUS_REGISTRY_ROLE_ROLE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "google/protobuf/empty.pb.h"
#include "registry/means.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Handlers of PersonService for roles in the programme; what each does stands in its proto.
// Thread-safe.
class RoleService {
 public:
  explicit RoleService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Grant> CreateGrant(const rpc::Call& call,
                                        const v1::CreateGrantRequest& request);
  absl::StatusOr<google::protobuf::Empty> DeleteGrant(const rpc::Call& call,
                                                      const v1::DeleteGrantRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_ROLE_SERVICE_H_
