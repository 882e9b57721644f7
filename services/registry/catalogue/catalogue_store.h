#ifndef TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_STORE_H_
#define TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_STORE_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/catalogue/party_map.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// The lists of the catalogue. All functions run inside the caller's transaction.
namespace telemachus::registry {

// All lists, in both languages, in their order.
absl::StatusOr<v1::Catalogue> LoadCatalogue(sql::Transaction& transaction);

// Their codes alone.
absl::StatusOr<v1::CatalogueCodes> LoadCodes(sql::Transaction& transaction);

// Under which codes and names registers know the parties.
absl::StatusOr<PartyMap> LoadPartyMap(sql::Transaction& transaction);

// Whether the catalogue has `parties/{party}`.
absl::StatusOr<bool> HasParty(sql::Transaction& transaction, const std::string& party);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_CATALOGUE_CATALOGUE_STORE_H_
