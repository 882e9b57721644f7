#ifndef TELEMACHUS_REGISTRY_CATALOGUE_PARTY_MAP_H_
#define TELEMACHUS_REGISTRY_CATALOGUE_PARTY_MAP_H_

#include <set>
#include <string>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/import.pb.h"

namespace telemachus::registry {

// Which party of the catalogue the words of a register mean. Pure.
class PartyMap {
 public:
  // What was made of a register's words.
  struct Match {
    // `parties/{party}`; empty where nobody holds the seat.
    std::string party;
    // What is odd about it; ODD_KIND_UNSPECIFIED: nothing.
    v1::OddKind odd = v1::ODD_KIND_UNSPECIFIED;
  };

  // Knows the party `code` under a folded code or name.
  void Add(const std::string& alias, const std::string& code) {
    parties_[alias] = code;
    codes_.insert(code);
  }

  // Whether `code` is a party that some alias means, or "local".
  bool Has(absl::string_view code) const { return codes_.contains(std::string(code)); }

  // A known code or, where there is none, a known name is that party. Without a code, no name or
  // one that says so is independent, and "Vacant" is nobody. All else is a local party.
  Match Find(absl::string_view code, absl::string_view name) const;

 private:
  std::unordered_map<std::string, std::string> parties_;
  std::set<std::string> codes_ = {"independent", "local"};
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_CATALOGUE_PARTY_MAP_H_
