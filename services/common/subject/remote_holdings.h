#ifndef TELEMACHUS_COMMON_SUBJECT_REMOTE_HOLDINGS_H_
#define TELEMACHUS_COMMON_SUBJECT_REMOTE_HOLDINGS_H_

#include <string>
#include <vector>

#include "common/rpc/channel.h"
#include "common/subject/holdings.h"

namespace telemachus::subject {

// What another service holds on people, asked over a channel that outlives it. Thread-safe.
class RemoteHoldings final : public Holdings {
 public:
  explicit RemoteHoldings(rpc::Channel& channel) : channel_(channel) {}
  absl::Status Export(const std::string& person, absl::Time deadline, const Teller& tell) override;
  absl::StatusOr<v1::EraseSubjectResponse> Erase(const std::string& person,
                                                 absl::Time deadline) override;
  absl::Status Restrict(const std::string& person, bool restricted, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Erasure>> Erasures(const std::string& after,
                                                    absl::Time deadline) override;

 private:
  rpc::Channel& channel_;
};

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_REMOTE_HOLDINGS_H_
