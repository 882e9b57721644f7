// How erasures are made up for in a database that was restored from before them.

#include <map>
#include <set>

#include "common/log/log.h"
#include "common/subject/comparison.h"
#include "registry/subject/driver.h"

namespace telemachus::registry {
absl::StatusOr<int> Driver::MakeUp() {
  std::map<std::string, std::set<std::string>> erased;
  std::set<std::string> everybody;
  absl::Status first_fault;
  for (const auto& [service, holdings] : holders_) {
    auto people = subject::ErasedBy(*holdings, Deadline());
    first_fault.Update(people.status());
    if (!people.ok()) continue;
    everybody.insert(people->begin(), people->end());
    erased[service] = *std::move(people);
  }
  int made_up = 0;
  for (const auto& [service, holdings] : holders_) {
    const auto done = erased.find(service);
    if (done == erased.end()) continue;
    for (const std::string& person : everybody) {
      if (done->second.contains(person)) continue;
      const absl::Status status = holdings->Erase(person, Deadline()).status();
      first_fault.Update(status);
      if (status.ok()) ++made_up;
    }
  }
  if (made_up > 0) log::Info("erasures made up for", {{"count", made_up}});
  if (!first_fault.ok()) return first_fault;
  return made_up;
}

}  // namespace telemachus::registry
