#ifndef TELEMACHUS_REGISTRY_ELECTION_RESULT_SERVICE_H_
#define TELEMACHUS_REGISTRY_ELECTION_RESULT_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/election.pb.h"

namespace telemachus::registry {

// Handlers of ElectionService that say what came of elections; what each does stands in its proto.
// Thread-safe.
class ResultService {
 public:
  explicit ResultService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Election> RecordElectionResults(
      const rpc::Call& call, const v1::RecordElectionResultsRequest& request);
  absl::StatusOr<v1::Election> RemoveElectionResults(
      const rpc::Call& call, const v1::RemoveElectionResultsRequest& request);
  absl::StatusOr<v1::RecordElectionListResponse> RecordElectionList(
      const rpc::Call& call, const v1::RecordElectionListRequest& request);
  absl::StatusOr<v1::ListElectionResultsResponse> ListElectionResults(
      const rpc::Call& call, const v1::ListElectionResultsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_RESULT_SERVICE_H_
