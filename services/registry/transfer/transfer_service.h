#ifndef TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_SERVICE_H_
#define TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_SERVICE_H_

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/operation/handlers.h"
#include "common/rpc/call.h"
#include "common/rpc/methods.h"
#include "registry/means.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// Handlers of TransferService; what each does stands in its proto. Thread-safe.
class TransferService {
 public:
  // `wake` is called when there is an operation to be taken up. All that is given outlives this.
  TransferService(const Means& means, const operation::Handlers& operations,
                  std::function<void()> wake)
      : means_(means), operations_(operations), wake_(std::move(wake)) {}
  absl::StatusOr<google::longrunning::Operation> StartImport(const rpc::Call& call,
                                                             const v1::StartImportRequest& request);
  absl::StatusOr<v1::ListImportRowsResponse> ListImportRows(
      const rpc::Call& call, const v1::ListImportRowsRequest& request);
  absl::Status ExportMembers(const rpc::Call& call, const v1::ExportMembersRequest& request,
                             rpc::Writer<v1::ExportMembersResponse>& writer);

 private:
  const Means& means_;
  const operation::Handlers& operations_;
  const std::function<void()> wake_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_SERVICE_H_
