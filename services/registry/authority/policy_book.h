#ifndef TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/authority.pb.h"

namespace telemachus::registry {

// The versions of the policies of some authorities. Pure.
class PolicyBook {
 public:
  // Versions of one authority are added in their order.
  void Add(const std::string& authority, v1::Policy policy) {
    versions_[authority].push_back(std::move(policy));
  }

  // A policy that comes down to an authority from a day on (YYYY-MM-DD), from those that it came
  // after; added in the order of the days.
  void AddInherited(const std::string& authority, std::string from_date, v1::Policy policy) {
    inherited_[authority].emplace_back(std::move(from_date), std::move(policy));
  }

  // The policy of an authority on a day: the latest version that has begun by then; where it has
  // set none, what has come down to it; else the national default.
  v1::Policy On(const std::string& authority, absl::string_view day) const;
  // Whether that is one that has come down to it.
  bool Inherits(const std::string& authority, absl::string_view day) const;

 private:
  // The latest version of its own by then, and the latest that came down by then; null if none.
  const v1::Policy* OwnOn(const std::string& authority, absl::string_view day) const;
  const v1::Policy* InheritedOn(const std::string& authority, absl::string_view day) const;

  std::map<std::string, std::vector<v1::Policy>> versions_;
  std::map<std::string, std::vector<std::pair<std::string, v1::Policy>>> inherited_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_
