#ifndef TELEMACHUS_REGISTRY_IMPORT_IMPORT_SERVICE_H_
#define TELEMACHUS_REGISTRY_IMPORT_IMPORT_SERVICE_H_

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "registry/import/batches.h"
#include "registry/means.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Handlers of AuthorityService and PersonService that read files; what each does stands in their
// protos. Nothing is written of a file that cannot be read. Thread-safe.
class ImportService {
 public:
  explicit ImportService(const Means& means) : means_(means) {}
  absl::Status ImportAuthorities(const rpc::Call& call, const v1::ImportAuthoritiesRequest& request,
                                 Progress& progress);
  absl::Status ImportSeats(const rpc::Call& call, const v1::ImportSeatsRequest& request,
                           Progress& progress);
  absl::Status ImportMembers(const rpc::Call& call, const v1::ImportMembersRequest& request,
                             Progress& progress);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_IMPORT_SERVICE_H_
