#include "registry/subject/subject_request_service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "registry/export/export_file.h"
#include "registry/export/manifest.h"
#include "registry/subject/subject_flow.h"
#include "registry/subject/subject_rules.h"
#include "registry/subject/subject_sight.h"
#include "registry/subject/subject_store.h"

namespace telemachus::registry {
namespace {

// What stands in the way of a new one: one of its kind, or an erasure under way.
const StoredSubjectRequest* InTheWay(const std::vector<StoredSubjectRequest>& open,
                                     v1::SubjectRequest::Kind kind) {
  const auto found = std::find_if(open.begin(), open.end(), [&](const StoredSubjectRequest& other) {
    return other.request.kind() == kind ||
           (other.request.kind() == v1::SubjectRequest::KIND_ERASURE &&
            other.request.state() == v1::SubjectRequest::STATE_RUNNING);
  });
  return found == open.end() ? nullptr : &*found;
}

}  // namespace

absl::Status SubjectRequestService::Insert(sql::Transaction& transaction, const std::string& person,
                                           absl::Time now, StoredSubjectRequest& stored) {
  ASSIGN_OR_RETURN(const bool erased, subject::IsErased(transaction, person));
  if (erased) return status::WrongState(person, "erased");
  ASSIGN_OR_RETURN(const auto open, OpenSubjectRequests(transaction, person));
  if (const auto* other = InTheWay(open, stored.request.kind())) {
    return WrongSubjectState(other->request);
  }
  RETURN_IF_ERROR(InsertSubjectRequest(transaction, stored));
  RETURN_IF_ERROR(AppendSubjectEvent(transaction, stored, "created", now));
  RETURN_IF_ERROR(SetReminder(transaction, stored.request, now));
  if (stored.request.state() == v1::SubjectRequest::STATE_RUNNING) {
    return BeginSubjectRequest(transaction, stored, now);
  }
  const std::optional<absl::Time> next = NextLook(stored.request);
  return next.has_value() ? SetLook(transaction, stored.request.name(), *next) : absl::OkStatus();
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::CreateSubjectRequest(
    const rpc::Call& call, const v1::CreateSubjectRequestRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& person = request.parent();
  const std::string name = absl::StrCat(person, "/subjectRequests/", means_.ids.Next());
  StoredSubjectRequest stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Asker asker, RequireAsker(transaction, call, person, now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(stored, LoadSubjectRequest(transaction, earlier->resource));
          return absl::OkStatus();
        }
        stored = {};
        stored.person = person;
        ASSIGN_OR_RETURN(stored.request, DraftSubjectRequest(request.subject_request(),
                                                             asker == Asker::kPerson, now));
        stored.request.set_name(name);
        for (const auto& [service, holdings] : holders_) {
          stored.request.add_parts()->set_service(service);
        }
        RETURN_IF_ERROR(Insert(transaction, person, now, stored));
        return once::Keep(transaction, key, {name, stored.version}, now);
      }));
  return stored.request;
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::GetSubjectRequest(
    const rpc::Call& call, const v1::GetSubjectRequestRequest& request) {
  Asked asked;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(asked, RequireAsked(transaction, call, request.name(), means_.Now()));
        return absl::OkStatus();
      }));
  return asked.stored.request;
}

absl::StatusOr<v1::ListSubjectRequestsResponse> SubjectRequestService::ListSubjectRequests(
    const rpc::Call& call, const v1::ListSubjectRequestsRequest& request) {
  const int size = page::Size(request.page_size());
  std::vector<StoredSubjectRequest> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireAsker(transaction, call, request.parent(), means_.Now()).status());
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(
            rows, registry::ListSubjectRequests(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListSubjectRequestsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
  }
  for (StoredSubjectRequest& row : rows) {
    *response.add_subject_requests() = std::move(row.request);
  }
  return response;
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::Change(const rpc::Call& call,
                                                                 const Step& step) {
  StoredSubjectRequest stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(step(transaction, stored));
        RETURN_IF_ERROR(SetReminder(transaction, stored.request, means_.Now()));
        return SaveSubjectRequest(transaction, stored);
      }));
  return stored.request;
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::ConfirmErasure(
    const rpc::Call& call, const v1::ConfirmErasureRequest& request) {
  return Change(call,
                [&](sql::Transaction& transaction, StoredSubjectRequest& stored) -> absl::Status {
                  ASSIGN_OR_RETURN(stored, RequireOwnRequest(transaction, call, request.name()));
                  RETURN_IF_ERROR(registry::ConfirmErasure(stored.request));
                  return BeginSubjectRequest(transaction, stored, means_.Now());
                });
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::WithdrawSubjectRequest(
    const rpc::Call& call, const v1::WithdrawSubjectRequestRequest& request) {
  const absl::Time now = means_.Now();
  return Change(
      call, [&](sql::Transaction& transaction, StoredSubjectRequest& stored) -> absl::Status {
        ASSIGN_OR_RETURN(Asked asked, RequireAsked(transaction, call, request.name(), now));
        const bool by_staff =
            asked.stored.request.channel() != v1::SubjectRequest::CHANNEL_UNSPECIFIED;
        RETURN_IF_ERROR(call.Require(asked.asker == Asker::kPerson || by_staff));
        stored = std::move(asked.stored);
        RETURN_IF_ERROR(registry::WithdrawSubjectRequest(now, stored.request));
        return ClearLook(transaction, request.name());
      });
}

absl::StatusOr<v1::SubjectRequest> SubjectRequestService::ExtendSubjectRequest(
    const rpc::Call& call, const v1::ExtendSubjectRequestRequest& request) {
  const absl::Time now = means_.Now();
  return Change(
      call, [&](sql::Transaction& transaction, StoredSubjectRequest& stored) -> absl::Status {
        ASSIGN_OR_RETURN(Asked asked, RequireAsked(transaction, call, request.name(), now));
        // Nobody puts off what they ask themselves.
        RETURN_IF_ERROR(call.Require(asked.asker == Asker::kNational));
        stored = std::move(asked.stored);
        RETURN_IF_ERROR(registry::ExtendSubjectRequest(request.reason(), now, stored.request));
        return AppendSubjectEvent(transaction, stored, "extended", now);
      });
}

absl::Status SubjectRequestService::DownloadExport(const rpc::Call& call,
                                                   const v1::DownloadExportRequest& request,
                                                   rpc::Writer<v1::ExportPiece>& writer) {
  StoredSubjectRequest stored;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored, RequireOwnRequest(transaction, call, request.name()));
        return absl::OkStatus();
      }));
  if (!IsDownloadable(stored.request, means_.Now())) return WrongSubjectState(stored.request);
  return ExportFile(means_.database, sealer_, request.name())
      .Send(ExportHead(stored.request, stored.person), call.deadline(),
            [&](absl::string_view content) {
              v1::ExportPiece piece;
              piece.set_content(std::string(content));
              return writer.Write(piece);
            });
}

void ServeSubjects(const Means& means, crypto::Sealer& sealer, const Holders& holders,
                   rpc::Bindings& bindings) {
  auto& subjects = bindings.Make<SubjectRequestService>(means, sealer, holders);
  bindings.methods()
      .Begin("telemachus.registry.v1.SubjectRequestService")
      .Add("CreateSubjectRequest", subjects, &SubjectRequestService::CreateSubjectRequest)
      .Add("GetSubjectRequest", subjects, &SubjectRequestService::GetSubjectRequest)
      .Add("ListSubjectRequests", subjects, &SubjectRequestService::ListSubjectRequests)
      .Add("ConfirmErasure", subjects, &SubjectRequestService::ConfirmErasure)
      .Add("WithdrawSubjectRequest", subjects, &SubjectRequestService::WithdrawSubjectRequest)
      .Add("ExtendSubjectRequest", subjects, &SubjectRequestService::ExtendSubjectRequest)
      .Add("DownloadExport", subjects, &SubjectRequestService::DownloadExport);
}

}  // namespace telemachus::registry
