#include "registry/person/sighting.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {

absl::StatusOr<Sighting> RequireSight(sql::Transaction& transaction, const rpc::Call& call,
                                      const std::string& person, Sight least, absl::Time now) {
  absl::StatusOr<StoredPerson> stored = LoadPerson(transaction, person);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  Sighting seen;
  seen.stored = *std::move(stored);
  ASSIGN_OR_RETURN(seen.grants, LoadGrants(transaction, person));
  seen.sight = SightOf(call.caller(), person,
                       PlacesOf(seen.stored, seen.grants, time::FormatDate(time::DayOf(now))));
  RETURN_IF_ERROR(call.Require(seen.sight >= least));
  return seen;
}

absl::StatusOr<access::Scope> RequireStaff(sql::Transaction& transaction, const rpc::Call& call,
                                           const std::string& authority, absl::Time now) {
  const absl::StatusOr<access::Scope> scope =
      ResponsibleScope(transaction, authority, time::FormatDate(time::DayOf(now)));
  if (absl::IsNotFound(scope.status())) return call.Require(false);
  RETURN_IF_ERROR(scope.status());
  RETURN_IF_ERROR(call.Require(StaffOf(call.caller(), *scope)));
  return *scope;
}

}  // namespace telemachus::registry
