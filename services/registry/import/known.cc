#include "registry/import/known.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/catalogue/catalogue_store.h"

namespace telemachus::registry {
namespace {

// More than England and Wales ever had.
constexpr int kMostAuthorities = 20000;

}  // namespace

absl::StatusOr<Known> LoadKnown(sql::Database& database, absl::Time deadline) {
  Known known;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    known = Known();
    ASSIGN_OR_RETURN(auto authorities, WalkAuthorities(transaction, "", kMostAuthorities));
    for (StoredAuthority& stored : authorities) {
      const std::string code = stored.authority.code();
      known.authorities[code] = std::move(stored.authority);
    }
    ASSIGN_OR_RETURN(known.parties, LoadPartyMap(transaction));
    ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
    known.roles.insert(codes.roles().begin(), codes.roles().end());
    return absl::OkStatus();
  }));
  return known;
}

}  // namespace telemachus::registry
