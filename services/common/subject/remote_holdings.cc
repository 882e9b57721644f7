#include "common/subject/remote_holdings.h"

#include "common/status/macros.h"

namespace telemachus::subject {

absl::Status RemoteHoldings::Export(const std::string& person, absl::Time deadline,
                                    const Teller& tell) {
  v1::ExportSubjectRequest request;
  request.set_person(person);
  v1::SubjectRecord record;
  return channel_.Stream("/telemachus.subject.v1.SubjectService/ExportSubject", request, deadline,
                         record, [&](const google::protobuf::Message& message) {
                           return tell(static_cast<const v1::SubjectRecord&>(message));
                         });
}

absl::StatusOr<v1::EraseSubjectResponse> RemoteHoldings::Erase(const std::string& person,
                                                               absl::Time deadline) {
  v1::EraseSubjectRequest request;
  request.set_person(person);
  return channel_.Unary<v1::EraseSubjectResponse>(
      "/telemachus.subject.v1.SubjectService/EraseSubject", request, deadline);
}

absl::Status RemoteHoldings::Restrict(const std::string& person, bool restricted,
                                      absl::Time deadline) {
  v1::RestrictSubjectRequest request;
  request.set_person(person);
  request.set_restricted(restricted);
  return channel_
      .Unary<v1::RestrictSubjectResponse>("/telemachus.subject.v1.SubjectService/RestrictSubject",
                                          request, deadline)
      .status();
}

absl::StatusOr<std::vector<v1::Erasure>> RemoteHoldings::Erasures(const std::string& after,
                                                                  absl::Time deadline) {
  v1::ListErasuresRequest request;
  request.set_after(after);
  ASSIGN_OR_RETURN(const auto response,
                   channel_.Unary<v1::ListErasuresResponse>(
                       "/telemachus.subject.v1.SubjectService/ListErasures", request, deadline));
  return std::vector<v1::Erasure>(response.erasures().begin(), response.erasures().end());
}

}  // namespace telemachus::subject
