#ifndef TELEMACHUS_EVALUATION_REMOTE_FACTS_H_
#define TELEMACHUS_EVALUATION_REMOTE_FACTS_H_

#include <string>
#include <vector>

#include "common/rpc/channel.h"
#include "evaluation/fact/agreement_facts.h"
#include "evaluation/report/registry_facts.h"

namespace telemachus::evaluation {

// Asks the agreement service over gRPC.
class RemoteAgreementFacts final : public AgreementFacts {
 public:
  explicit RemoteAgreementFacts(rpc::Channel& agreement) : agreement_(agreement) {}
  absl::StatusOr<agreement::v1::AgreementFacts> Agreement(const std::string& agreement,
                                                          absl::Time deadline) override;

 private:
  rpc::Channel& agreement_;
};

// Asks the registry over gRPC.
class RemoteRegistryFacts final : public RegistryFacts {
 public:
  explicit RemoteRegistryFacts(rpc::Channel& registry) : registry_(registry) {}
  absl::StatusOr<access::Scope> Place(const std::string& authority, absl::Time deadline) override;
  absl::StatusOr<std::vector<access::Scope>> Places(absl::Time deadline) override;

 private:
  rpc::Channel& registry_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REMOTE_FACTS_H_
