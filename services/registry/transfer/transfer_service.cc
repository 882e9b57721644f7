#include "registry/transfer/transfer_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/operation/store.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/succession/succession_store.h"
#include "registry/transfer/export_pages.h"
#include "registry/transfer/import_store.h"
#include "registry/transfer/import_work.h"
#include "registry/transfer/member_export.h"
#include "registry/transfer/transfer_rules.h"

namespace telemachus::registry {
namespace {

// A piece of an export.
constexpr size_t kPieceBytes = size_t{256} << 10;

// Proves that the caller may send the list.
absl::Status RequireSender(sql::Transaction& transaction, const rpc::Call& call,
                           const v1::StartImportRequest& request, const std::string& day) {
  access::Scope scope;
  if (!request.parent().empty()) {
    auto responsible = ResponsibleScope(transaction, request.parent(), day);
    if (absl::IsNotFound(responsible.status())) return call.Require(false);
    ASSIGN_OR_RETURN(scope, std::move(responsible));
  }
  return call.Require(SendsList(call.caller(), request, scope));
}

// Proves that the caller may take the members of an authority away.
absl::Status RequireTaker(sql::Transaction& transaction, const rpc::Call& call,
                          const std::string& authority, const std::string& day) {
  const auto scope = ResponsibleScope(transaction, authority, day);
  if (absl::IsNotFound(scope.status())) return call.Require(false);
  RETURN_IF_ERROR(scope.status());
  return call.Require(TakesMembers(call.caller(), *scope));
}

absl::Status WritePieces(const std::string& text, rpc::Writer<v1::ExportMembersResponse>& writer) {
  v1::ExportMembersResponse piece;
  for (size_t at = 0; at < text.size(); at += kPieceBytes) {
    piece.set_content(text.substr(at, kPieceBytes));
    RETURN_IF_ERROR(writer.Write(piece));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<google::longrunning::Operation> TransferService::StartImport(
    const rpc::Call& call, const v1::StartImportRequest& request) {
  StoredImport import{.request = request, .reach = ReachOf(call.caller(), request)};
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const std::string day = time::FormatDate(means_.Today());
        RETURN_IF_ERROR(RequireSender(transaction, call, request, day));
        if (request.parent().empty() || request.list() != v1::IMPORT_LIST_MEMBERS) {
          return absl::OkStatus();
        }
        // Seats that have passed to it are its own too.
        ASSIGN_OR_RETURN(const auto passed, PassedTo(transaction, request.parent(), day));
        import.reach.insert(passed.begin(), passed.end());
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(CheckImport(request));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, call.deadline()));
  ASSIGN_OR_RETURN(const ReadImport read, Read(import, known, means_));
  v1::ImportProgress progress;
  progress.set_rows_total(read.noted.rows() + static_cast<int64_t>(read.list->size()));
  operation::Operation draft;
  draft.name = absl::StrCat("operations/", means_.ids.Next());
  draft.kind = kImportKind;
  draft.owner = call.caller().Name();
  draft.scope = request.parent();
  draft.metadata.PackFrom(progress);
  draft.created = means_.Now();
  operation::Operation kept;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          auto found = operation::Load(transaction, earlier->resource);
          if (absl::IsNotFound(found.status())) return status::NotFound(earlier->resource);
          ASSIGN_OR_RETURN(kept, std::move(found));
          return absl::OkStatus();
        }
        kept = draft;
        RETURN_IF_ERROR(operation::Insert(transaction, draft));
        RETURN_IF_ERROR(InsertImport(transaction, draft.name, import));
        return once::Keep(transaction, key, {draft.name, 0}, draft.created);
      }));
  wake_();
  return operation::ToProto(kept);
}

absl::StatusOr<v1::ListImportRowsResponse> TransferService::ListImportRows(
    const rpc::Call& call, const v1::ListImportRowsRequest& request) {
  const int size = page::Size(request.page_size());
  std::vector<PlacedRow> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(operations_.Require(transaction, call, request.parent()).status());
        ASSIGN_OR_RETURN(const std::string position,
                         means_.tokens.Read(call.caller().Name(), request));
        int64_t after = -1;
        if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
          return absl::InternalError("a page token holds no place");
        }
        ASSIGN_OR_RETURN(rows, LoadImportRows(transaction, request.parent(), request.outcome(),
                                              after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListImportRowsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, absl::StrCat(rows.back().place)));
  }
  for (PlacedRow& placed : rows) *response.add_import_rows() = std::move(placed.row);
  return response;
}

absl::Status TransferService::ExportMembers(const rpc::Call& call,
                                            const v1::ExportMembersRequest& request,
                                            rpc::Writer<v1::ExportMembersResponse>& writer) {
  const std::string day = time::FormatDate(means_.Today());
  std::string text = BeginMembers(request.format());
  ExportPage page;
  do {
    // Each page is read by itself: a slow reader holds nothing up.
    const std::string after = page.next;
    RETURN_IF_ERROR(
        means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
          RETURN_IF_ERROR(RequireTaker(transaction, call, request.parent(), day));
          if (request.format() == v1::TRANSFER_FORMAT_MODERN_GOV) {
            return status::FieldFault("format", status::v1::REASON_FIELD_CONFLICT,
                                      "must be CSV or JSON");
          }
          ASSIGN_OR_RETURN(
              page, ReadExportPage(transaction, request.parent(), day, request.format(), after));
          return absl::OkStatus();
        }));
    text += page.text;
    RETURN_IF_ERROR(WritePieces(text, writer));
    text.clear();
  } while (!page.next.empty());
  return absl::OkStatus();
}

}  // namespace telemachus::registry
