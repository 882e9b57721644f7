#include "common/access/rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"

namespace telemachus::access {
namespace {

// What makes no sense in a rule.
std::vector<std::string> FaultsOf(const v1::Rule& rule) {
  std::vector<std::string> faults;
  const bool roles = rule.roles_size() > 0;
  const bool services = rule.services_size() > 0;
  if (!roles && !services) faults.emplace_back("nobody may call it");
  if (roles && services) faults.emplace_back("both users and services may call it");
  if (services && rule.in_person()) faults.emplace_back("a service cannot call in person");
  for (const int role : rule.roles()) {
    if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role)) faults.emplace_back("not a role");
  }
  for (const std::string& service : rule.services()) {
    if (service.empty()) faults.emplace_back("not a service");
  }
  if (rule.relation() == v1::RELATION_UNSPECIFIED || !v1::Relation_IsValid(rule.relation())) {
    faults.emplace_back("no relation");
  }
  return faults;
}

bool Lists(const v1::Rule& rule, const std::string& service) {
  return std::find(rule.services().begin(), rule.services().end(), service) !=
         rule.services().end();
}

}  // namespace

absl::StatusOr<v1::Rule> RuleOf(const google::protobuf::MethodDescriptor& method) {
  if (!method.options().HasExtension(v1::rule)) {
    return absl::FailedPreconditionError(absl::StrCat(method.full_name(), " has no access rule"));
  }
  const v1::Rule& rule = method.options().GetExtension(v1::rule);
  const std::vector<std::string> faults = FaultsOf(rule);
  if (!faults.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the access rule of ", method.full_name(),
                     " makes no sense: ", absl::StrJoin(faults, ", ")));
  }
  return rule;
}

absl::Status Admit(const v1::Rule& rule, const Caller& caller) {
  if (caller.is_service()) {
    return Lists(rule, caller.service()) ? absl::OkStatus() : status::NotPermitted();
  }
  if (!IsPublic(rule) || caller.disabled()) return status::NotPermitted();
  if (rule.in_person() && !caller.in_person()) return status::NotPermitted();
  for (const int role : rule.roles()) {
    if (caller.Has(static_cast<Role>(role))) return absl::OkStatus();
  }
  return status::NotPermitted();
}

}  // namespace telemachus::access
