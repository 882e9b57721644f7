#include "common/subject/subject_service.h"

#include <utility>

#include "common/status/macros.h"

namespace telemachus::subject {

absl::Status SubjectService::ExportSubject(const rpc::Call& call,
                                           const v1::ExportSubjectRequest& request,
                                           rpc::Writer<v1::SubjectRecord>& writer) {
  return holdings_.Export(request.person(), call.deadline(),
                          [&](const v1::SubjectRecord& record) { return writer.Write(record); });
}

absl::StatusOr<v1::EraseSubjectResponse> SubjectService::EraseSubject(
    const rpc::Call& call, const v1::EraseSubjectRequest& request) {
  return holdings_.Erase(request.person(), call.deadline());
}

absl::StatusOr<v1::RestrictSubjectResponse> SubjectService::RestrictSubject(
    const rpc::Call& call, const v1::RestrictSubjectRequest& request) {
  RETURN_IF_ERROR(holdings_.Restrict(request.person(), request.restricted(), call.deadline()));
  return v1::RestrictSubjectResponse();
}

absl::StatusOr<v1::ListErasuresResponse> SubjectService::ListErasures(
    const rpc::Call& call, const v1::ListErasuresRequest& request) {
  ASSIGN_OR_RETURN(auto erasures, holdings_.Erasures(request.after(), call.deadline()));
  v1::ListErasuresResponse response;
  for (v1::Erasure& erasure : erasures) *response.add_erasures() = std::move(erasure);
  return response;
}

void Serve(Holdings& holdings, rpc::Bindings& bindings) {
  auto& service = bindings.Make<SubjectService>(holdings);
  bindings.methods()
      .Begin("telemachus.subject.v1.SubjectService")
      .Add("ExportSubject", service, &SubjectService::ExportSubject)
      .Add("EraseSubject", service, &SubjectService::EraseSubject)
      .Add("RestrictSubject", service, &SubjectService::RestrictSubject)
      .Add("ListErasures", service, &SubjectService::ListErasures);
}

}  // namespace telemachus::subject
