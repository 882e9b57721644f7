#include "registry/authority/policy_book.h"

#include "registry/authority/national_policy.h"

namespace telemachus::registry {

v1::Policy PolicyBook::On(const std::string& authority, absl::string_view day) const {
  const auto known = versions_.find(authority);
  if (known != versions_.end()) {
    for (auto policy = known->second.rbegin(); policy != known->second.rend(); ++policy) {
      if (absl::string_view(policy->effective_date()) <= day) return *policy;
    }
  }
  return NationalPolicy(authority);
}

}  // namespace telemachus::registry
