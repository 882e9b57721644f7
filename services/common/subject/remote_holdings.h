#ifndef TELEMACHUS_REGISTRY_HOLDING_REMOTE_HOLDINGS_H_
#define TELEMACHUS_REGISTRY_HOLDING_REMOTE_HOLDINGS_H_

#include <string>
#include <vector>

#include "common/rpc/channel.h"
#include "common/subject/holdings.h"

namespace telemachus::registry {

// What another service holds on people, asked over a channel that outlives it. Thread-safe.
class RemoteHoldings final : public subject::Holdings {
 public:
  explicit RemoteHoldings(rpc::Channel& channel) : channel_(channel) {}
  absl::Status Export(const std::string& person, absl::Time deadline,
                      const subject::Teller& tell) override;
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time deadline) override;
  absl::Status Restrict(const std::string& person, bool restricted, absl::Time deadline) override;
  absl::StatusOr<std::vector<subject::v1::Erasure>> Erasures(const std::string& after,
                                                             absl::Time deadline) override;

 private:
  rpc::Channel& channel_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_REMOTE_HOLDINGS_H_
