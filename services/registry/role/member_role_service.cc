#include "registry/role/member_role_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/seat_change.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/role/role_rules.h"
#include "registry/subject/restriction.h"

namespace telemachus::registry {
namespace {

// The role of a membership by name, or NOT_FOUND.
absl::StatusOr<v1::MemberRole> Find(const v1::Membership& membership, const std::string& name) {
  for (const v1::MemberRole& role : membership.roles()) {
    if (role.name() == name) return role;
  }
  return status::NotFound(name);
}

// Where a list of roles goes on. Two roles that begin on one day go by their names.
std::string PositionOf(const v1::MemberRole& role) {
  return absl::StrCat(role.start_date(), "|", role.name());
}

}  // namespace

absl::StatusOr<v1::MemberRole> MemberRoleService::CreateMemberRole(
    const rpc::Call& call, const v1::CreateMemberRoleRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/roles/", means_.ids.Next());
  v1::MemberRole role;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(SeatSighting found, RequireSeat(transaction, call, request.parent(), now));
        v1::Membership& seat = found.seat().membership;
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(role, Find(seat, earlier->resource));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckMayGoOn(transaction, call, PersonOf(request.parent())));
        ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
        RETURN_IF_ERROR(CheckMemberRole(request.member_role(), seat, codes));
        role = request.member_role();
        role.set_name(name);
        RETURN_IF_ERROR(InsertMemberRole(transaction, role));
        *seat.add_roles() = role;
        RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
        return once::Keep(transaction, key, {name, 1}, now);
      }));
  return role;
}

absl::StatusOr<v1::ListMemberRolesResponse> MemberRoleService::ListMemberRoles(
    const rpc::Call& call, const v1::ListMemberRolesRequest& request) {
  const absl::Time now = means_.Now();
  const std::string caller = call.caller().Name();
  SeatSighting found;
  std::string after;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(
            RequireSight(transaction, call, PersonOf(request.parent()), Sight::kAdviser, now)
                .status());
        ASSIGN_OR_RETURN(found, FindSeat(transaction, call, request.parent()));
        ASSIGN_OR_RETURN(after, means_.tokens.Read(caller, request));
        return absl::OkStatus();
      }));
  v1::ListMemberRolesResponse response;
  const int size = page::Size(request.page_size());
  for (const v1::MemberRole& role : found.seat().membership.roles()) {
    if (PositionOf(role) <= after) continue;
    if (response.roles_size() == size) {
      response.set_next_page_token(means_.tokens.Make(
          caller, request, PositionOf(response.roles(response.roles_size() - 1))));
      break;
    }
    *response.add_roles() = role;
  }
  return response;
}

absl::StatusOr<v1::MemberRole> MemberRoleService::EndMemberRole(
    const rpc::Call& call, const v1::EndMemberRoleRequest& request) {
  const absl::Time now = means_.Now();
  v1::MemberRole role;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const std::string membership = MembershipOf(request.name());
        const std::string day = time::FormatDate(time::DayOf(now));
        ASSIGN_OR_RETURN(SeatSighting found, FindSeat(transaction, call, membership));
        v1::Membership& seat = found.seat().membership;
        RETURN_IF_ERROR(call.Require(KeepsSeat(call.caller(), found.seat(), day) &&
                                     Find(seat, request.name()).ok()));
        RETURN_IF_ERROR(CheckEtag(request.etag(), found.stored, request.name()));
        RETURN_IF_ERROR(EndRole(request.name(), request.end_date(), day, seat));
        RETURN_IF_ERROR(SaveMemberRoles(transaction, seat));
        RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
        ASSIGN_OR_RETURN(role, Find(seat, request.name()));
        return absl::OkStatus();
      }));
  return role;
}

}  // namespace telemachus::registry
