#include "registry/policy/policy_book.h"

#include <algorithm>

#include "registry/policy/effective_policy.h"

namespace telemachus::registry {

v1::Policy PolicyBook::On(const std::string& authority, absl::string_view day) const {
  const v1::Policy* const own = OwnOn(authority, day);
  const v1::Policy* const chosen = own != nullptr ? own : InheritedOn(authority, day);
  return chosen == nullptr ? DefaultOn(authority, day)
                           : Within(NationalOn(authority, day), *chosen).policy;
}

bool PolicyBook::Inherits(const std::string& authority, absl::string_view day) const {
  return OwnOn(authority, day) == nullptr && InheritedOn(authority, day) != nullptr;
}

v1::Policy PolicyBook::DefaultOn(const std::string& authority, absl::string_view day) const {
  return DefaultFor(authority, NationalOn(authority, day));
}

v1::PolicyExplanation PolicyBook::Explain(const std::string& authority,
                                          absl::string_view day) const {
  const v1::Policy* const own = OwnOn(authority, day);
  return registry::Explain(
      authority, NationalOn(authority, day),
      {.own = own, .inherited = own == nullptr ? InheritedOn(authority, day) : nullptr});
}

const v1::Policy* PolicyBook::OwnOn(const std::string& authority, absl::string_view day) const {
  const auto known = versions_.find(authority);
  if (known == versions_.end()) return nullptr;
  const auto begun =
      std::find_if(known->second.rbegin(), known->second.rend(), [day](const v1::Policy& policy) {
        return absl::string_view(policy.effective_date()) <= day;
      });
  return begun == known->second.rend() ? nullptr : &*begun;
}

const v1::Policy* PolicyBook::InheritedOn(const std::string& authority,
                                          absl::string_view day) const {
  const auto known = inherited_.find(authority);
  if (known == inherited_.end()) return nullptr;
  const auto begun =
      std::find_if(known->second.rbegin(), known->second.rend(),
                   [day](const auto& each) { return absl::string_view(each.first) <= day; });
  return begun == known->second.rend() ? nullptr : &begun->second;
}

const v1::NationalPolicy& PolicyBook::NationalOn(const std::string& authority,
                                                 absl::string_view day) const {
  const auto nation = nation_of_.find(authority);
  return nations_.On(nation == nation_of_.end() ? "" : nation->second, day);
}

}  // namespace telemachus::registry
