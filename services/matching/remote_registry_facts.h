#ifndef TELEMACHUS_MATCHING_REMOTE_REGISTRY_FACTS_H_
#define TELEMACHUS_MATCHING_REMOTE_REGISTRY_FACTS_H_

#include <string>
#include <vector>

#include "common/rpc/channel.h"
#include "matching/registry_facts.h"

namespace telemachus::matching {

// Asks the registry over gRPC.
class RemoteRegistryFacts final : public RegistryFacts {
 public:
  explicit RemoteRegistryFacts(rpc::Channel& registry) : registry_(registry) {}
  absl::StatusOr<registry::v1::PersonFacts> Person(absl::string_view person,
                                                   absl::Time deadline) override;
  absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& people, absl::Time deadline) override;
  absl::StatusOr<std::vector<registry::v1::MentorFacts>> Mentors(
      const std::vector<std::string>& mentors, absl::Time deadline) override;
  absl::StatusOr<registry::v1::ListMentorFactsResponse> ListMentors(const std::string& page_token,
                                                                    absl::Time deadline) override;
  absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                         absl::string_view date,
                                                         absl::Time deadline) override;
  absl::StatusOr<registry::v1::CatalogueCodes> Codes(absl::Time deadline) override;

 private:
  rpc::Channel& registry_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REMOTE_REGISTRY_FACTS_H_
