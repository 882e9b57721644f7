#ifndef TELEMACHUS_COMMON_SUBJECT_SUBJECT_SERVICE_H_
#define TELEMACHUS_COMMON_SUBJECT_SUBJECT_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/methods.h"
#include "common/rpc/server.h"
#include "common/subject/holdings.h"
#include "telemachus/subject/v1/subject.pb.h"

namespace telemachus::subject {

// Handlers of SubjectService over a service's holdings; what each does stands in its proto.
// Thread-safe.
class SubjectService {
 public:
  explicit SubjectService(Holdings& holdings) : holdings_(holdings) {}
  absl::Status ExportSubject(const rpc::Call& call, const v1::ExportSubjectRequest& request,
                             rpc::Writer<v1::SubjectRecord>& writer);
  absl::StatusOr<v1::EraseSubjectResponse> EraseSubject(const rpc::Call& call,
                                                        const v1::EraseSubjectRequest& request);
  absl::StatusOr<v1::RestrictSubjectResponse> RestrictSubject(
      const rpc::Call& call, const v1::RestrictSubjectRequest& request);
  absl::StatusOr<v1::ListErasuresResponse> ListErasures(const rpc::Call& call,
                                                        const v1::ListErasuresRequest& request);

 private:
  Holdings& holdings_;
};

// Serves them for holdings that outlive the bindings, or belong to them.
void Serve(Holdings& holdings, rpc::Bindings& bindings);

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_SUBJECT_SERVICE_H_
