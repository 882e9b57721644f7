#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_REMOTE_FACTS_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_REMOTE_FACTS_H_

#include <string>
#include <vector>

#include "agreement/outside/matching_facts.h"
#include "agreement/outside/registry_facts.h"
#include "common/rpc/channel.h"

namespace telemachus::agreement {

// Asks matching over gRPC.
class RemoteMatchingFacts final : public MatchingFacts {
 public:
  explicit RemoteMatchingFacts(rpc::Channel& matching) : matching_(matching) {}
  absl::StatusOr<matching::v1::MatchFacts> Match(absl::string_view match,
                                                 absl::Time deadline) override;

 private:
  rpc::Channel& matching_;
};

// Asks the registry over gRPC.
class RemoteRegistryFacts final : public RegistryFacts {
 public:
  // Most people that one call asks for.
  static constexpr size_t kBatch = 500;

  explicit RemoteRegistryFacts(rpc::Channel& registry) : registry_(registry) {}
  absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& people, absl::Time deadline) override;
  absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                         absl::string_view date,
                                                         absl::Time deadline) override;

 private:
  rpc::Channel& registry_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_REMOTE_FACTS_H_
