#include "registry/role/directory_service.h"

#include "common/status/status.h"

namespace telemachus::registry {

absl::StatusOr<access::v1::Caller> DirectoryService::ResolveCaller(
    const rpc::Call& call, const access::v1::ResolveCallerRequest& request) {
  absl::StatusOr<access::v1::Caller> caller =
      directory_.Resolve(request.issuer(), request.subject(), call.deadline());
  // A login is a personal value, so the error does not repeat it.
  if (absl::IsNotFound(caller.status())) return status::NotFound("The caller");
  return caller;
}

}  // namespace telemachus::registry
