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

// Works from the oldest to the youngest, each authority once.
class Inheriting {
 public:
  Inheriting(sql::Transaction& transaction, PolicyBook& book)
      : transaction_(transaction), book_(book) {}

  absl::Status Add(const std::string& heir) {
    if (!done_.insert(heir).second) return absl::OkStatus();
    ASSIGN_OR_RETURN(auto predecessors, LoadPredecessors(transaction_, {heir}));
    if (predecessors[heir].empty()) return absl::OkStatus();
    std::vector<Lifetime> lifetimes;
    for (const std::string& each : predecessors[heir]) {
      RETURN_IF_ERROR(Add(each));
      ASSIGN_OR_RETURN(Lifetime lifetime, LifetimeOf(each));
      lifetimes.push_back(std::move(lifetime));
    }
    ASSIGN_OR_RETURN(const Lifetime own, LifetimeOf(heir));
    for (Inherited& inherited : HeritageOf(own, lifetimes, book_)) {
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
  PolicyBook& book_;
  std::set<std::string> done_;
};

}  // namespace

absl::StatusOr<std::set<std::string>> AncestorsOf(sql::Transaction& transaction,
                                                  const std::set<std::string>& authorities) {
  std::set<std::string> ancestors;
  std::set<std::string> next = authorities;
  while (!next.empty()) {
    ASSIGN_OR_RETURN(const auto predecessors, LoadPredecessors(transaction, next));
    next.clear();
    for (const auto& [heir, before] : predecessors) {
      for (const std::string& each : before) {
        if (ancestors.insert(each).second) next.insert(each);
      }
    }
  }
  return ancestors;
}

absl::Status AddHeritage(sql::Transaction& transaction, const std::set<std::string>& authorities,
                         PolicyBook& book) {
  Inheriting inheriting(transaction, book);
  for (const std::string& authority : authorities) RETURN_IF_ERROR(inheriting.Add(authority));
  return absl::OkStatus();
}

}  // namespace telemachus::registry
