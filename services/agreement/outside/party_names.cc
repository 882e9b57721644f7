#include "agreement/outside/party_names.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/time/clock.h"

namespace telemachus::agreement {

void FillNames(RegistryFacts& registry, absl::Time deadline,
               const std::vector<v1::Agreement*>& agreements) {
  std::set<std::string> people;
  for (const v1::Agreement* agreement : agreements) {
    for (const v1::Party& party : agreement->parties()) people.insert(party.person());
  }
  if (people.empty()) return;
  const auto facts = registry.People({people.begin(), people.end()},
                                     std::min(deadline, absl::Now() + kNamesTimeout));
  if (!facts.ok()) return;
  std::map<std::string, std::string> names;
  for (const registry::v1::PersonFacts& person : *facts) {
    names[person.person()] = person.display_name();
  }
  for (v1::Agreement* agreement : agreements) {
    for (v1::Party& party : *agreement->mutable_parties()) {
      party.set_display_name(names[party.person()]);
    }
  }
}

}  // namespace telemachus::agreement
