#ifndef TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_SERVICE_H_
#define TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentor.pb.h"

namespace telemachus::registry {

// Handlers of CatalogueService; what each does stands in its proto. Thread-safe.
class CatalogueService {
 public:
  explicit CatalogueService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Catalogue> GetCatalogue(const rpc::Call& call,
                                             const v1::GetCatalogueRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_SERVICE_H_
