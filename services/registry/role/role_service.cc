#include "registry/role/role_service.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/role/grant_store.h"
#include "registry/role/role_rules.h"
#include "registry/subject/restriction.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

// Proves the relation of a grant that is asked for: its scope is the caller's to give, and the
// person theirs to see. National staff are told what is wrong with the scope instead.
absl::StatusOr<Sighting> RequireGiving(sql::Transaction& transaction, const rpc::Call& call,
                                       const v1::CreateGrantRequest& request, absl::Time now) {
  absl::StatusOr<access::Scope> place = PlaceOf(transaction, request.grant().scope());
  const bool national = call.caller().Has(access::Role::ROLE_NATIONAL);
  if (absl::IsNotFound(place.status())) {
    RETURN_IF_ERROR(call.Require(national));
    return status::FieldFault("grant.scope", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                              "names nothing in the register");
  }
  RETURN_IF_ERROR(place.status());
  if (!GivesRole(call.caller(), request.grant().role(), *place)) return call.Require(false);
  return RequireSight(transaction, call, request.parent(), Sight::kNational, now);
}

absl::Status CheckPartyKnown(sql::Transaction& transaction, const v1::Grant& grant) {
  if (grant.party().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool known, HasParty(transaction, grant.party()));
  if (known) return absl::OkStatus();
  return status::FieldFault("grant.party", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                            "is no party of the catalogue");
}

// A role in an authority whose members have passed to another would give nothing.
absl::Status CheckNotPassed(sql::Transaction& transaction, const v1::Grant& grant, absl::Time now) {
  if (!absl::StartsWith(grant.scope(), "authorities/")) return absl::OkStatus();
  ASSIGN_OR_RETURN(const access::Scope place, ResponsibleScope(transaction, grant.scope(),
                                                               time::FormatDate(time::DayOf(now))));
  if (place.authority == grant.scope()) return absl::OkStatus();
  return status::FieldFault("grant.scope", status::v1::REASON_FIELD_CONFLICT,
                            "has ended, and another authority is responsible for its members");
}

}  // namespace

absl::StatusOr<v1::Grant> RoleService::CreateGrant(const rpc::Call& call,
                                                   const v1::CreateGrantRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/grants/", means_.ids.Next());
  v1::Grant grant;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen, RequireGiving(transaction, call, request, now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          absl::StatusOr<StoredGrant> stored = LoadGrant(transaction, earlier->resource);
          if (absl::IsNotFound(stored.status())) return status::NotFound(earlier->resource);
          RETURN_IF_ERROR(stored.status());
          grant = std::move(stored->grant);
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckMayGoOn(transaction, call, request.parent()));
        RETURN_IF_ERROR(CheckGrant(request.grant()));
        RETURN_IF_ERROR(CheckPartyKnown(transaction, request.grant()));
        RETURN_IF_ERROR(CheckNotPassed(transaction, request.grant(), now));
        RETURN_IF_ERROR(CheckHolder(request.grant(), seen.stored, seen.grants));
        grant = request.grant();
        grant.set_name(name);
        RETURN_IF_ERROR(InsertGrant(transaction, grant));
        RETURN_IF_ERROR(PersonChanged(transaction, request.parent(), now));
        return once::Keep(transaction, key, {name, 1}, now);
      }));
  return grant;
}

absl::StatusOr<google::protobuf::Empty> RoleService::DeleteGrant(
    const rpc::Call& call, const v1::DeleteGrantRequest& request) {
  const absl::Time now = means_.Now();
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const absl::StatusOr<StoredGrant> stored = LoadGrant(transaction, request.name());
        if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
        RETURN_IF_ERROR(call.Require(
            stored.ok() && GivesRole(call.caller(), stored->grant.role(), stored->place)));
        RETURN_IF_ERROR(RemoveGrant(transaction, request.name()));
        return PersonChanged(transaction, PersonOf(request.name()), now);
      }));
  return google::protobuf::Empty();
}

}  // namespace telemachus::registry
