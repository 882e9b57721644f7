#include "registry/succession/heritage_store.h"

#include <map>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/succession/policy_heritage.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

// What each authority of a line came after.
using Lineage = std::map<std::string, std::vector<std::string>>;

// Of some authorities, and of all that they came after.
absl::StatusOr<Lineage> LoadLineage(sql::Transaction& transaction,
                                    const std::set<std::string>& authorities) {
  Lineage lineage;
  std::set<std::string> next = authorities;
  while (!next.empty()) {
    ASSIGN_OR_RETURN(auto predecessors, LoadPredecessors(transaction, next));
    next.clear();
    for (auto& [heir, before] : predecessors) {
      const auto [added, is_new] = lineage.emplace(heir, std::move(before));
      if (is_new) next.insert(added->second.begin(), added->second.end());
    }
  }
  return lineage;
}

// Works from the oldest to the youngest, each authority once.
class Inheriting {
 public:
  Inheriting(sql::Transaction& transaction, const Lineage& lineage, PolicyBook& book)
      : transaction_(transaction), lineage_(lineage), book_(book) {}

  absl::Status Add(const std::string& heir) {
    const auto before = lineage_.find(heir);
    if (before == lineage_.end() || !done_.insert(heir).second) return absl::OkStatus();
    std::vector<Lifetime> predecessors;
    for (const std::string& each : before->second) {
      RETURN_IF_ERROR(Add(each));
      ASSIGN_OR_RETURN(Lifetime lifetime, LifetimeOf(each));
      predecessors.push_back(std::move(lifetime));
    }
    ASSIGN_OR_RETURN(const Lifetime own, LifetimeOf(heir));
    for (Inherited& inherited : HeritageOf(own, predecessors, book_)) {
      book_.AddInherited(heir, std::move(inherited.from_date), std::move(inherited.policy));
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<Lifetime> LifetimeOf(const std::string& authority) {
    ASSIGN_OR_RETURN(const StoredAuthority stored, LoadAuthority(transaction_, authority));
    return Lifetime{.authority = authority,
                    .start_date = stored.authority.start_date(),
                    .end_date = stored.authority.end_date()};
  }

  sql::Transaction& transaction_;
  const Lineage& lineage_;
  PolicyBook& book_;
  std::set<std::string> done_;
};

}  // namespace

absl::StatusOr<std::set<std::string>> AncestorsOf(sql::Transaction& transaction,
                                                  const std::set<std::string>& authorities) {
  ASSIGN_OR_RETURN(const Lineage lineage, LoadLineage(transaction, authorities));
  std::set<std::string> ancestors;
  for (const auto& [heir, before] : lineage) ancestors.insert(before.begin(), before.end());
  return ancestors;
}

absl::Status AddHeritage(sql::Transaction& transaction, const std::set<std::string>& authorities,
                         PolicyBook& book) {
  ASSIGN_OR_RETURN(const Lineage lineage, LoadLineage(transaction, authorities));
  Inheriting inheriting(transaction, lineage, book);
  for (const std::string& authority : authorities) RETURN_IF_ERROR(inheriting.Add(authority));
  return absl::OkStatus();
}

}  // namespace telemachus::registry
