#include "registry/membership/membership_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/membership/affiliation_writing.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/membership_view.h"
#include "registry/membership/seat_change.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// What an earlier run of the same request made, as it is now.
absl::StatusOr<v1::Membership> Again(sql::Transaction& transaction, const rpc::Call& call,
                                     const std::string& name, absl::Time now) {
  ASSIGN_OR_RETURN(const SeatSighting found, FindSeat(transaction, call, name));
  return SeenBy(call.caller(), found.stored, name, now);
}

// Proves the relation of a seat that is to be recorded: the authority is the caller's to keep, and
// the person theirs to see. National staff are told that there is no such authority.
absl::StatusOr<Sighting> RequireRecording(sql::Transaction& transaction, const rpc::Call& call,
                                          const v1::CreateMembershipRequest& request,
                                          absl::Time now, StoredMembership& seat) {
  const absl::StatusOr<StoredAuthority> authority =
      LoadAuthority(transaction, request.membership().authority());
  if (!authority.ok() && !absl::IsNotFound(authority.status())) return authority.status();
  if (authority.ok()) seat.scope = ScopeOf(authority->authority);
  const bool keeps = authority.ok() ? KeepsSeat(call.caller(), seat, DayOf(now))
                                    : call.caller().Has(access::Role::ROLE_NATIONAL);
  if (!keeps) return call.Require(false);
  ASSIGN_OR_RETURN(Sighting seen,
                   RequireSight(transaction, call, request.parent(), Sight::kNational, now));
  if (!authority.ok()) {
    return status::FieldFault("membership.authority", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                              "is no authority of the register");
  }
  seat.authority_type = authority->authority.type();
  RETURN_IF_ERROR(CheckSeat(request.membership(), authority->authority, seen.stored, DayOf(now)));
  return seen;
}

// A council system is a machine and holds no seat.
absl::Status CheckHuman(const Sighting& seen) {
  const bool system =
      std::any_of(seen.grants.begin(), seen.grants.end(), [](const StoredGrant& given) {
        return given.grant.role() == access::v1::ROLE_COUNCIL_SYSTEM;
      });
  return system ? status::WrongState(seen.stored.person.name(), "COUNCIL_SYSTEM")
                : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Membership> MembershipService::CreateMembership(
    const rpc::Call& call, const v1::CreateMembershipRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/memberships/", means_.ids.Next());
  v1::Membership membership;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          RETURN_IF_ERROR(RequireSeat(transaction, call, earlier->resource, now).status());
          ASSIGN_OR_RETURN(membership, Again(transaction, call, earlier->resource, now));
          return absl::OkStatus();
        }
        StoredMembership seat;
        ASSIGN_OR_RETURN(Sighting seen, RequireRecording(transaction, call, request, now, seat));
        RETURN_IF_ERROR(CheckHuman(seen));
        seat.membership = request.membership();
        seat.membership.set_name(name);
        RETURN_IF_ERROR(InsertMembership(transaction, seat));
        RETURN_IF_ERROR(SeatChanged(transaction, seat.membership, now, seen.stored));
        seen.stored.memberships.push_back(seat);
        membership = SeenBy(call.caller(), seen.stored, name, now);
        return once::Keep(transaction, key, {name, seen.stored.version}, now);
      }));
  return membership;
}

absl::StatusOr<v1::Membership> MembershipService::UpdateMembership(
    const rpc::Call& call, const v1::UpdateMembershipRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& name = request.membership().name();
  v1::Membership membership;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(SeatSighting found, RequireSeat(transaction, call, name, now));
        RETURN_IF_ERROR(CheckEtag(request.etag(), found.stored, name));
        v1::Membership& seat = found.seat().membership;
        const auto& mask = request.update_mask();
        ASSIGN_OR_RETURN(const v1::Membership changes,
                         SeatChanges(request.membership(), mask, seat));
        RETURN_IF_ERROR(field::Apply(changes, mask, seat));
        RETURN_IF_ERROR(CheckTerm(seat));
        RETURN_IF_ERROR(SaveMembership(transaction, found.seat()));
        RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
        membership = SeenBy(call.caller(), found.stored, name, now);
        return absl::OkStatus();
      }));
  return membership;
}

absl::StatusOr<v1::Membership> MembershipService::EndMembership(
    const rpc::Call& call, const v1::EndMembershipRequest& request) {
  const absl::Time now = means_.Now();
  v1::Membership membership;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(SeatSighting found, RequireSeat(transaction, call, request.name(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          membership = SeenBy(call.caller(), found.stored, request.name(), now);
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckEtag(request.etag(), found.stored, request.name()));
        v1::Membership& seat = found.seat().membership;
        RETURN_IF_ERROR(EndSeat(request.end_date(), request.leaving(), DayOf(now), seat));
        RETURN_IF_ERROR(SaveMembership(transaction, found.seat()));
        RETURN_IF_ERROR(SaveMemberRoles(transaction, seat));
        RETURN_IF_ERROR(SaveAffiliations(transaction, seat));
        RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
        membership = SeenBy(call.caller(), found.stored, request.name(), now);
        return once::Keep(transaction, key, {request.name(), found.stored.version}, now);
      }));
  return membership;
}

absl::StatusOr<v1::Membership> MembershipService::RecordAffiliation(
    const rpc::Call& call, const v1::RecordAffiliationRequest& request) {
  const absl::Time now = means_.Now();
  v1::Membership membership;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(SeatSighting found, FindSeat(transaction, call, request.name()));
        const bool own = call.person() == found.stored.person.name();
        RETURN_IF_ERROR(call.Require(own || IsOfficerOf(call.caller(), found.seat(), DayOf(now))));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          membership = SeenBy(call.caller(), found.stored, request.name(), now);
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckEtag(request.etag(), found.stored, request.name()));
        RETURN_IF_ERROR(WriteAffiliation(transaction, request.affiliation(), own, now, found));
        membership = SeenBy(call.caller(), found.stored, request.name(), now);
        return once::Keep(transaction, key, {request.name(), found.stored.version}, now);
      }));
  return membership;
}

}  // namespace telemachus::registry
