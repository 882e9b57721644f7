#include "registry/authority/policy_book.h"

#include "registry/authority/national_policy.h"

namespace telemachus::registry {

const v1::Policy* PolicyBook::OwnOn(const std::string& authority, absl::string_view day) const {
  const auto known = versions_.find(authority);
  if (known == versions_.end()) return nullptr;
  for (auto policy = known->second.rbegin(); policy != known->second.rend(); ++policy) {
    if (absl::string_view(policy->effective_date()) <= day) return &*policy;
  }
  return nullptr;
}

const v1::Policy* PolicyBook::InheritedOn(const std::string& authority,
                                          absl::string_view day) const {
  const auto known = inherited_.find(authority);
  if (known == inherited_.end()) return nullptr;
  for (auto each = known->second.rbegin(); each != known->second.rend(); ++each) {
    if (absl::string_view(each->first) <= day) return &each->second;
  }
  return nullptr;
}

v1::Policy PolicyBook::On(const std::string& authority, absl::string_view day) const {
  if (const v1::Policy* own = OwnOn(authority, day)) return *own;
  if (const v1::Policy* inherited = InheritedOn(authority, day)) return *inherited;
  return NationalPolicy(authority);
}

bool PolicyBook::Inherits(const std::string& authority, absl::string_view day) const {
  return OwnOn(authority, day) == nullptr && InheritedOn(authority, day) != nullptr;
}

}  // namespace telemachus::registry
