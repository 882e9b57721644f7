#ifndef TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_SERVICE_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/authority.pb.h"

namespace telemachus::registry {

// Handlers of AuthorityService, but for its imports; what each does stands in its proto.
// Thread-safe.
class AuthorityService {
 public:
  explicit AuthorityService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Authority> GetAuthority(const rpc::Call& call,
                                             const v1::GetAuthorityRequest& request);
  absl::StatusOr<v1::ListAuthoritiesResponse> ListAuthorities(
      const rpc::Call& call, const v1::ListAuthoritiesRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_SERVICE_H_
