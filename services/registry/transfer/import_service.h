#ifndef TELEMACHUS_REGISTRY_TRANSFER_IMPORT_SERVICE_H_
#define TELEMACHUS_REGISTRY_TRANSFER_IMPORT_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rpc/methods.h"
#include "registry/import/prepared_list.h"
#include "registry/means.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {

// Handlers of AuthorityService and PersonService that read files; what each does stands in their
// protos. Nothing is written of a file that cannot be read. Rows are carried out in batches, each
// in a transaction of its own, and a message tells how far it is after each. What was carried out
// stays if a later batch fails or the caller goes away: the same file sent again goes on from
// there. Thread-safe.
class ImportService {
 public:
  using Progress = rpc::Writer<v1::ImportProgress>;

  explicit ImportService(const Means& means) : means_(means) {}
  absl::Status ImportAuthorities(const rpc::Call& call, const v1::ImportAuthoritiesRequest& request,
                                 Progress& progress);
  absl::Status ImportSeats(const rpc::Call& call, const v1::ImportSeatsRequest& request,
                           Progress& progress);
  absl::Status ImportMembers(const rpc::Call& call, const v1::ImportMembersRequest& request,
                             Progress& progress);

 private:
  absl::Status Import(const rpc::Call& call, const std::string& content, const ListReading& reading,
                      Progress& progress);

  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_IMPORT_SERVICE_H_
