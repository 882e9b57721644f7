#include "common/access/caller.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace telemachus::access {
namespace {

constexpr char kSystems[] = "systems/";

// Whether a grant's scope is one of the places a thing lies in.
bool Covers(absl::string_view granted, const Scope& scope) {
  if (granted.empty()) return false;
  return granted == scope.authority || granted == scope.region || granted == scope.nation;
}

}  // namespace

Caller Caller::User(v1::Caller known, std::string delegate) {
  Caller caller;
  caller.known_ = std::move(known);
  caller.grants_.assign(caller.known_.grants().begin(), caller.known_.grants().end());
  caller.delegate_ = std::move(delegate);
  return caller;
}

Caller Caller::Service(std::string name) {
  Caller caller;
  caller.service_ = std::move(name);
  return caller;
}

bool Caller::in_person() const {
  return !is_service() && delegate_.empty() && !absl::StartsWith(person(), kSystems);
}

bool Caller::Has(Role role) const {
  if (is_service() || disabled()) return false;
  if (role == v1::ROLE_SIGNED_IN) return true;
  for (const v1::Grant& grant : grants_) {
    if (grant.role() == role) return true;
  }
  return false;
}

bool Caller::HasIn(Role role, const Scope& scope) const {
  if (is_service() || disabled()) return false;
  for (const v1::Grant& grant : grants_) {
    if (grant.role() == role && Covers(grant.scope(), scope)) return true;
  }
  return false;
}

std::vector<std::string> Caller::ScopesOf(Role role) const {
  std::vector<std::string> scopes;
  if (is_service() || disabled()) return scopes;
  for (const v1::Grant& grant : grants_) {
    if (grant.role() == role) scopes.push_back(grant.scope());
  }
  return scopes;
}

std::string Caller::Name() const {
  return is_service() ? absl::StrCat("services/", service_) : person();
}

}  // namespace telemachus::access
