#ifndef TELEMACHUS_REGISTRY_GROUP_GROUP_SERVICE_H_
#define TELEMACHUS_REGISTRY_GROUP_GROUP_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/group.pb.h"

namespace telemachus::registry {

// Handlers of PoliticalGroupService; what each does stands in its proto. Thread-safe.
class GroupService {
 public:
  explicit GroupService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::PoliticalGroup> CreatePoliticalGroup(
      const rpc::Call& call, const v1::CreatePoliticalGroupRequest& request);
  absl::StatusOr<v1::PoliticalGroup> UpdatePoliticalGroup(
      const rpc::Call& call, const v1::UpdatePoliticalGroupRequest& request);
  absl::StatusOr<v1::PoliticalGroup> EndPoliticalGroup(const rpc::Call& call,
                                                       const v1::EndPoliticalGroupRequest& request);
  absl::StatusOr<v1::PoliticalGroup> GetPoliticalGroup(const rpc::Call& call,
                                                       const v1::GetPoliticalGroupRequest& request);
  absl::StatusOr<v1::ListPoliticalGroupsResponse> ListPoliticalGroups(
      const rpc::Call& call, const v1::ListPoliticalGroupsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GROUP_GROUP_SERVICE_H_
