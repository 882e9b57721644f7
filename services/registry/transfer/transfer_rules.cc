#include "registry/transfer/transfer_rules.h"

#include <vector>

#include "common/status/status.h"

namespace telemachus::registry {

bool SendsList(const access::Caller& caller, const v1::StartImportRequest& request,
               const access::Scope& scope) {
  if (request.parent().empty()) return caller.Has(access::Role::ROLE_NATIONAL);
  if (caller.HasIn(access::Role::ROLE_NATIONAL, scope)) return true;
  return request.list() == v1::IMPORT_LIST_MEMBERS && TakesMembers(caller, scope);
}

bool TakesMembers(const access::Caller& caller, const access::Scope& scope) {
  return caller.HasIn(access::Role::ROLE_OFFICER, scope) ||
         caller.HasIn(access::Role::ROLE_COUNCIL_SYSTEM, scope);
}

std::set<std::string> ReachOf(const access::Caller& caller, const v1::StartImportRequest& request) {
  if (!request.parent().empty()) return {request.parent()};
  const std::vector<std::string> nations = caller.ScopesOf(access::Role::ROLE_NATIONAL);
  return {nations.begin(), nations.end()};
}

absl::Status CheckImport(const v1::StartImportRequest& request) {
  status::FieldFaults faults;
  const bool members = request.list() == v1::IMPORT_LIST_MEMBERS;
  const bool of_one = !request.parent().empty();
  if (request.list() == v1::IMPORT_LIST_AUTHORITIES && of_one) {
    faults.Add("parent", status::v1::REASON_FIELD_CONFLICT, "must be empty for authorities");
  }
  if (request.format() == v1::TRANSFER_FORMAT_MODERN_GOV && !(members && of_one)) {
    faults.Add("format", status::v1::REASON_FIELD_CONFLICT, "is of the members of one authority");
  }
  if (request.full_list() != v1::StartImportRequest::FULL_LIST_UNSPECIFIED &&
      !(members && of_one)) {
    faults.Add("full_list", status::v1::REASON_FIELD_CONFLICT,
               "is of the members of one authority");
  }
  return faults.ToStatus();
}

}  // namespace telemachus::registry
