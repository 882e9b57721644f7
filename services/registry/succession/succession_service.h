#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_SERVICE_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/succession.pb.h"

namespace telemachus::registry {

// Handlers of SuccessionService; what each does stands in its proto. Thread-safe.
class SuccessionService {
 public:
  explicit SuccessionService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Succession> GetSuccession(const rpc::Call& call,
                                               const v1::GetSuccessionRequest& request);
  absl::StatusOr<v1::ListSuccessionsResponse> ListSuccessions(
      const rpc::Call& call, const v1::ListSuccessionsRequest& request);
  absl::StatusOr<v1::Succession> RecordSuccession(const rpc::Call& call,
                                                  const v1::RecordSuccessionRequest& request);
  absl::StatusOr<v1::Succession> DecideSuccession(const rpc::Call& call,
                                                  const v1::DecideSuccessionRequest& request);
  absl::StatusOr<v1::WithdrawSuccessionResponse> WithdrawSuccession(
      const rpc::Call& call, const v1::WithdrawSuccessionRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_SERVICE_H_
