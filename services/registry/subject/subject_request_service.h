#ifndef TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_REQUEST_SERVICE_H_
#define TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_REQUEST_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/rpc/methods.h"
#include "common/rpc/server.h"
#include "registry/means.h"
#include "registry/subject/driver.h"
#include "registry/subject/subject_store.h"
#include "telemachus/registry/v1/subject_request.pb.h"

namespace telemachus::registry {

// Handlers of SubjectRequestService; what each does stands in its proto. Thread-safe.
class SubjectRequestService {
 public:
  // All outlive it; `holders` are the services that will be asked.
  SubjectRequestService(const Means& means, crypto::Sealer& sealer, const Holders& holders)
      : means_(means), sealer_(sealer), holders_(holders) {}
  absl::StatusOr<v1::SubjectRequest> CreateSubjectRequest(
      const rpc::Call& call, const v1::CreateSubjectRequestRequest& request);
  absl::StatusOr<v1::SubjectRequest> GetSubjectRequest(const rpc::Call& call,
                                                       const v1::GetSubjectRequestRequest& request);
  absl::StatusOr<v1::ListSubjectRequestsResponse> ListSubjectRequests(
      const rpc::Call& call, const v1::ListSubjectRequestsRequest& request);
  absl::StatusOr<v1::SubjectRequest> ConfirmErasure(const rpc::Call& call,
                                                    const v1::ConfirmErasureRequest& request);
  absl::StatusOr<v1::SubjectRequest> WithdrawSubjectRequest(
      const rpc::Call& call, const v1::WithdrawSubjectRequestRequest& request);
  absl::StatusOr<v1::SubjectRequest> ExtendSubjectRequest(
      const rpc::Call& call, const v1::ExtendSubjectRequestRequest& request);
  absl::Status DownloadExport(const rpc::Call& call, const v1::DownloadExportRequest& request,
                              rpc::Writer<v1::ExportPiece>& writer);

 private:
  // One step with one request, in a transaction of its own.
  using Step = std::function<absl::Status(sql::Transaction&, StoredSubjectRequest&)>;
  absl::StatusOr<v1::SubjectRequest> Change(const rpc::Call& call, const Step& step);
  absl::Status Insert(sql::Transaction& transaction, const std::string& person, absl::Time now,
                      StoredSubjectRequest& stored);

  const Means& means_;
  crypto::Sealer& sealer_;
  const Holders& holders_;
};

// Makes the handlers and registers them. All outlive the bindings, or belong to them.
void ServeSubjects(const Means& means, crypto::Sealer& sealer, const Holders& holders,
                   rpc::Bindings& bindings);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_REQUEST_SERVICE_H_
