#ifndef TELEMACHUS_TESTS_UNIT_AGREEMENT_FACTS_IN_MEMORY_H_
#define TELEMACHUS_TESTS_UNIT_AGREEMENT_FACTS_IN_MEMORY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agreement/outside/matching_facts.h"
#include "agreement/outside/registry_facts.h"

namespace telemachus::agreement {

// Matches as a test sets them.
class MatchingFactsInMemory final : public MatchingFacts {
 public:
  absl::StatusOr<matching::v1::MatchFacts> Match(absl::string_view match, absl::Time) override {
    if (!fault.ok()) return fault;
    const auto found = matches.find(std::string(match));
    if (found == matches.end()) return absl::NotFoundError("no such match");
    return found->second;
  }

  std::map<std::string, matching::v1::MatchFacts> matches;
  absl::Status fault;
};

// People and authorities as a test sets them.
class RegistryFactsInMemory final : public RegistryFacts {
 public:
  absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& people, absl::Time) override {
    if (!fault.ok()) return fault;
    std::vector<registry::v1::PersonFacts> facts;
    for (const std::string& person : people) {
      if (names.contains(person)) {
        facts.emplace_back();
        facts.back().set_person(person);
        facts.back().set_display_name(names[person]);
      }
    }
    return facts;
  }
  absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                         absl::string_view date,
                                                         absl::Time) override {
    if (!fault.ok()) return fault;
    asked_date = std::string(date);
    const auto found = authorities.find(std::string(authority));
    if (found == authorities.end()) return absl::NotFoundError("no such authority");
    return found->second;
  }

  std::map<std::string, std::string> names;
  std::map<std::string, registry::v1::AuthorityFacts> authorities;
  std::string asked_date;
  absl::Status fault;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_TESTS_UNIT_AGREEMENT_FACTS_IN_MEMORY_H_
