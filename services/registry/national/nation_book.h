#ifndef TELEMACHUS_REGISTRY_NATIONAL_NATION_BOOK_H_
#define TELEMACHUS_REGISTRY_NATIONAL_NATION_BOOK_H_

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/national_policy.pb.h"

namespace telemachus::registry {

// The versions of what some nations lay down. Pure.
class NationBook {
 public:
  // Versions of one nation are added in their order, without those that were withdrawn.
  void Add(const std::string& nation, v1::NationalPolicy policy) {
    versions_[nation].push_back(std::move(policy));
  }

  // The latest version of a nation that has begun by a day (YYYY-MM-DD). An empty one where there
  // is none: it offers nothing, and bounds nothing.
  const v1::NationalPolicy& On(const std::string& nation, absl::string_view day) const {
    const auto known = versions_.find(nation);
    if (known == versions_.end()) return v1::NationalPolicy::default_instance();
    const auto begun = std::find_if(
        known->second.rbegin(), known->second.rend(), [day](const v1::NationalPolicy& policy) {
          return absl::string_view(policy.defaults().effective_date()) <= day;
        });
    return begun == known->second.rend() ? v1::NationalPolicy::default_instance() : *begun;
  }

 private:
  std::map<std::string, std::vector<v1::NationalPolicy>> versions_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_NATION_BOOK_H_
