#include "registry/person/sighting.h"

#include <utility>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/person/membership_store.h"
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

absl::StatusOr<SeatSighting> LoadSeat(sql::Transaction& transaction,
                                      const std::string& membership) {
  ASSIGN_OR_RETURN(StoredPerson stored, LoadPerson(transaction, PersonOf(membership)));
  SeatSighting found{std::move(stored), 0};
  for (; found.place < found.stored.memberships.size(); ++found.place) {
    if (found.seat().membership.name() == membership) return found;
  }
  return absl::NotFoundError("no such membership");
}

absl::StatusOr<SeatSighting> FindSeat(sql::Transaction& transaction, const rpc::Call& call,
                                      const std::string& membership) {
  absl::StatusOr<SeatSighting> found = LoadSeat(transaction, membership);
  if (absl::IsNotFound(found.status())) return call.Require(false);
  return found;
}

absl::StatusOr<SeatSighting> RequireSeat(sql::Transaction& transaction, const rpc::Call& call,
                                         const std::string& membership, absl::Time now) {
  ASSIGN_OR_RETURN(SeatSighting found, FindSeat(transaction, call, membership));
  const std::string day = time::FormatDate(time::DayOf(now));
  RETURN_IF_ERROR(call.Require(KeepsSeat(call.caller(), found.seat(), day)));
  return found;
}

absl::Status CheckEtag(const std::string& etag, const StoredPerson& stored,
                       const std::string& resource) {
  if (etag.empty() || etag == stored.person.etag()) return absl::OkStatus();
  return status::StaleEtag(resource);
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

absl::StatusOr<access::Scope> RequireOfficer(sql::Transaction& transaction, const rpc::Call& call,
                                             const std::string& authority, absl::Time now) {
  ASSIGN_OR_RETURN(access::Scope scope, RequireStaff(transaction, call, authority, now));
  RETURN_IF_ERROR(call.Require(call.caller().HasIn(access::Role::ROLE_OFFICER, scope)));
  return scope;
}

}  // namespace telemachus::registry
