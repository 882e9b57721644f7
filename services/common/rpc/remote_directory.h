#ifndef TELEMACHUS_COMMON_RPC_REMOTE_DIRECTORY_H_
#define TELEMACHUS_COMMON_RPC_REMOTE_DIRECTORY_H_

#include "common/access/directory.h"
#include "common/rpc/channel.h"

namespace telemachus::rpc {

// Asks the registry. Thread-safe.
class RemoteDirectory final : public access::Directory {
 public:
  explicit RemoteDirectory(Channel& registry) : registry_(registry) {}
  absl::StatusOr<access::v1::Caller> Resolve(absl::string_view issuer, absl::string_view subject,
                                             absl::Time deadline) override;

 private:
  Channel& registry_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_REMOTE_DIRECTORY_H_
