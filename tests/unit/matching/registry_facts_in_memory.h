#ifndef TELEMACHUS_TESTS_UNIT_MATCHING_REGISTRY_FACTS_IN_MEMORY_H_
#define TELEMACHUS_TESTS_UNIT_MATCHING_REGISTRY_FACTS_IN_MEMORY_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "matching/registry_facts.h"

namespace telemachus::matching {

// A registry whose facts a test sets, while nobody asks.
class RegistryFactsInMemory final : public RegistryFacts {
 public:
  absl::StatusOr<registry::v1::PersonFacts> Person(absl::string_view person,
                                                   absl::Time /*deadline*/) override {
    const auto found = people.find(std::string(person));
    if (found == people.end()) return absl::NotFoundError("no such person");
    return found->second;
  }
  absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& names, absl::Time /*deadline*/) override {
    return Found(people, names);
  }
  absl::StatusOr<std::vector<registry::v1::MentorFacts>> Mentors(
      const std::vector<std::string>& names, absl::Time /*deadline*/) override {
    std::vector<registry::v1::MentorFacts> found = Found(mentors, names);
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    return found;
  }
  absl::StatusOr<registry::v1::ListMentorFactsResponse> ListMentors(
      const std::string& /*page_token*/, absl::Time /*deadline*/) override {
    registry::v1::ListMentorFactsResponse page;
    page.set_epoch("e");
    for (const auto& [name, facts] : mentors) *page.add_mentors() = facts;
    return page;
  }
  absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                         absl::string_view /*date*/,
                                                         absl::Time /*deadline*/) override {
    const auto found = authorities.find(std::string(authority));
    if (found == authorities.end()) return absl::NotFoundError("no such authority");
    return found->second;
  }
  absl::StatusOr<registry::v1::CatalogueCodes> Codes(absl::Time /*deadline*/) override {
    return codes;
  }

  std::map<std::string, registry::v1::PersonFacts> people;
  std::map<std::string, registry::v1::MentorFacts> mentors;
  std::map<std::string, registry::v1::AuthorityFacts> authorities;
  registry::v1::CatalogueCodes codes;
  // What happens once, just after the next question about mentors was answered.
  std::function<void()> meanwhile;

 private:
  template <typename Facts>
  static std::vector<Facts> Found(const std::map<std::string, Facts>& known,
                                  const std::vector<std::string>& names) {
    std::vector<Facts> found;
    for (const std::string& name : names) {
      if (const auto one = known.find(name); one != known.end()) found.push_back(one->second);
    }
    return found;
  }
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_TESTS_UNIT_MATCHING_REGISTRY_FACTS_IN_MEMORY_H_
