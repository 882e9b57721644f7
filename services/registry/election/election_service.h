#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_SERVICE_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/election.pb.h"

namespace telemachus::registry {

// Handlers of ElectionService about elections themselves; what each does stands in its proto.
// Thread-safe.
class ElectionService {
 public:
  explicit ElectionService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Election> CreateElection(const rpc::Call& call,
                                              const v1::CreateElectionRequest& request);
  absl::StatusOr<v1::Election> GetElection(const rpc::Call& call,
                                           const v1::GetElectionRequest& request);
  absl::StatusOr<v1::ListElectionsResponse> ListElections(const rpc::Call& call,
                                                          const v1::ListElectionsRequest& request);
  absl::StatusOr<v1::Election> UpdateElection(const rpc::Call& call,
                                              const v1::UpdateElectionRequest& request);
  absl::StatusOr<v1::Election> AbandonElection(const rpc::Call& call,
                                               const v1::AbandonElectionRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_SERVICE_H_
