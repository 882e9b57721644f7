#ifndef TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_

#include <map>
#include <string>
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

  // The policy of an authority on a day (YYYY-MM-DD): the latest version that has begun by then, or
  // the national default.
  v1::Policy On(const std::string& authority, absl::string_view day) const;

 private:
  std::map<std::string, std::vector<v1::Policy>> versions_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_POLICY_BOOK_H_
