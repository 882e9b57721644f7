#include "registry/catalogue/catalogue_service.h"

#include "common/status/macros.h"
#include "registry/catalogue/catalogue_store.h"

namespace telemachus::registry {

absl::StatusOr<v1::Catalogue> CatalogueService::GetCatalogue(
    const rpc::Call& call, const v1::GetCatalogueRequest& /*request*/) {
  v1::Catalogue catalogue;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(catalogue, LoadCatalogue(transaction));
    return absl::OkStatus();
  }));
  return catalogue;
}

}  // namespace telemachus::registry
