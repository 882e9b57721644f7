#ifndef TELEMACHUS_REGISTRY_ROLE_DIRECTORY_SERVICE_H_
#define TELEMACHUS_REGISTRY_ROLE_DIRECTORY_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/role/local_directory.h"
#include "telemachus/access/v1/directory.pb.h"

namespace telemachus::registry {

// Handlers of DirectoryService; what each does stands in its proto. Thread-safe.
class DirectoryService {
 public:
  explicit DirectoryService(LocalDirectory& directory) : directory_(directory) {}
  absl::StatusOr<access::v1::Caller> ResolveCaller(const rpc::Call& call,
                                                   const access::v1::ResolveCallerRequest& request);

 private:
  LocalDirectory& directory_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_DIRECTORY_SERVICE_H_
