#include "registry/role/role_rules.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

using access::v1::Role;

// What the scope of a role is, as names of it begin; null: the role is not given.
const char* ScopeKindOf(Role role) {
  switch (role) {
    case access::v1::ROLE_OFFICER:
    case access::v1::ROLE_PANEL:
    case access::v1::ROLE_COMMITTEE:
    case access::v1::ROLE_COUNCIL_SYSTEM:
      return "authorities/";
    case access::v1::ROLE_ADVISER:
      return "regions/";
    case access::v1::ROLE_GROUP_OFFICE:
    case access::v1::ROLE_NATIONAL:
      return "nations/";
    default:
      return nullptr;
  }
}

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& codes,
              const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Whether the same role is held at any time of the new one's.
bool IsHeld(const v1::MemberRole& asked, const v1::Membership& membership) {
  const auto overlap = [&](const v1::MemberRole& held) {
    return held.role_code() == asked.role_code() &&
           (held.end_date().empty() || held.end_date() >= asked.start_date()) &&
           (asked.end_date().empty() || asked.end_date() >= held.start_date());
  };
  return std::any_of(membership.roles().begin(), membership.roles().end(), overlap);
}

void CheckParty(const v1::Grant& grant, status::FieldFaults& faults) {
  const bool office = grant.role() == access::v1::ROLE_GROUP_OFFICE;
  if (office && grant.party().empty()) {
    faults.Add("grant.party", status::v1::REASON_FIELD_REQUIRED,
               "a group office nominates for a party");
  } else if (!office && !grant.party().empty()) {
    faults.Add("grant.party", status::v1::REASON_FIELD_CONFLICT,
               "only a group office nominates for a party");
  }
}

}  // namespace

absl::Status CheckMemberRole(const v1::MemberRole& role, const v1::Membership& membership,
                             const v1::CatalogueCodes& codes) {
  status::FieldFaults faults;
  if (!Contains(codes.roles(), role.role_code())) {
    faults.Add("member_role.role_code", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no role of the catalogue");
  }
  const bool ended = !membership.end_date().empty();
  if (role.start_date() < membership.start_date() ||
      (ended && role.start_date() > membership.end_date())) {
    faults.Add("member_role.start_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must lie within the membership");
  }
  if (!role.end_date().empty() && role.end_date() < role.start_date()) {
    faults.Add("member_role.end_date", status::v1::REASON_FIELD_CONFLICT,
               "must not be before the start");
  } else if (ended && (role.end_date().empty() || role.end_date() > membership.end_date())) {
    faults.Add("member_role.end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must lie within the membership, which has ended");
  }
  if (faults.empty() && IsHeld(role, membership)) {
    faults.Add("member_role.start_date", status::v1::REASON_FIELD_CONFLICT,
               "the same role is held then already");
  }
  return faults.ToStatus();
}

bool GivesRole(const access::Caller& caller, Role role, const access::Scope& place) {
  if (caller.HasIn(access::v1::ROLE_NATIONAL, place)) return true;
  const bool officers_give = role == access::v1::ROLE_PANEL || role == access::v1::ROLE_COMMITTEE;
  return officers_give && caller.HasIn(access::v1::ROLE_OFFICER, place);
}

absl::Status CheckGrant(const v1::Grant& grant) {
  const char* const kind = ScopeKindOf(grant.role());
  if (kind == nullptr) {
    return status::FieldFault("grant.role", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "follows from a membership or a login and is not given");
  }
  status::FieldFaults faults;
  if (!absl::StartsWith(grant.scope(), kind)) {
    faults.Add("grant.scope", status::v1::REASON_FIELD_CONFLICT,
               absl::StrCat("the scope of this role begins with ", kind));
  }
  CheckParty(grant, faults);
  return faults.ToStatus();
}

absl::Status CheckHolder(const v1::Grant& grant, const StoredPerson& stored,
                         const std::vector<StoredGrant>& grants) {
  const auto is_system = [](const StoredGrant& given) {
    return given.grant.role() == access::v1::ROLE_COUNCIL_SYSTEM;
  };
  const bool system = grant.role() == access::v1::ROLE_COUNCIL_SYSTEM;
  if (system && (!stored.memberships.empty() || !grants.empty())) {
    return status::WrongState(stored.person.name(), "PERSON");
  }
  if (!system && std::any_of(grants.begin(), grants.end(), is_system)) {
    return status::WrongState(stored.person.name(), "COUNCIL_SYSTEM");
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
