#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_BOOK_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_BOOK_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "registry/national/nation_book.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/policy_version.pb.h"

namespace telemachus::registry {

// The policies of some authorities, and what their nations lay down: the one place where it is
// found what applies on a day. Pure. Days are YYYY-MM-DD.
class PolicyBook {
 public:
  PolicyBook() = default;
  explicit PolicyBook(NationBook nations) : nations_(std::move(nations)) {}

  // Says of which nation an authority is.
  void Place(const std::string& authority, const std::string& nation) {
    nation_of_[authority] = nation;
  }
  // Versions of one authority are added in their order, without those that were withdrawn.
  void Add(const std::string& authority, v1::Policy policy) {
    versions_[authority].push_back(std::move(policy));
  }

  // A policy that comes down to an authority from a day on, from those that it came after; added in
  // the order of the days.
  void AddInherited(const std::string& authority, std::string from_date, v1::Policy policy) {
    inherited_[authority].emplace_back(std::move(from_date), std::move(policy));
  }

  // The policy of an authority on a day: the latest version that has begun by then, or where it has
  // set none, what has come down to it, within the bounds that its nation sets on that day; else
  // the national default.
  v1::Policy On(const std::string& authority, absl::string_view day) const;
  // Whether that is one that has come down to it.
  bool Inherits(const std::string& authority, absl::string_view day) const;
  // The national default, whatever the authority chose.
  v1::Policy DefaultOn(const std::string& authority, absl::string_view day) const;

  // The same, and of each row where it comes from.
  v1::PolicyExplanation Explain(const std::string& authority, absl::string_view day) const;

 private:
  // The latest version of its own by then, and the latest that came down by then; null if none.
  const v1::Policy* OwnOn(const std::string& authority, absl::string_view day) const;
  const v1::Policy* InheritedOn(const std::string& authority, absl::string_view day) const;
  const v1::NationalPolicy& NationalOn(const std::string& authority, absl::string_view day) const;

  NationBook nations_;
  std::map<std::string, std::string> nation_of_;
  std::map<std::string, std::vector<v1::Policy>> versions_;
  std::map<std::string, std::vector<std::pair<std::string, v1::Policy>>> inherited_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_BOOK_H_
