#include "registry/transfer/import_service.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/import/file.h"
#include "registry/import/known.h"

namespace telemachus::registry {

absl::Status ImportService::ImportAuthorities(const rpc::Call& call,
                                              const v1::ImportAuthoritiesRequest& request,
                                              Progress& progress) {
  return Import(call, request.content(), {.list = v1::IMPORT_LIST_AUTHORITIES}, progress);
}

absl::Status ImportService::ImportSeats(const rpc::Call& call,
                                        const v1::ImportSeatsRequest& request, Progress& progress) {
  return Import(call, request.content(), {.list = v1::IMPORT_LIST_SEATS}, progress);
}

absl::Status ImportService::ImportMembers(const rpc::Call& call,
                                          const v1::ImportMembersRequest& request,
                                          Progress& progress) {
  return Import(call, request.content(),
                {.list = v1::IMPORT_LIST_MEMBERS, .login_issuer = request.login_issuer()},
                progress);
}

absl::Status ImportService::Import(const rpc::Call& call, const std::string& content,
                                   const ListReading& reading, Progress& progress) {
  Report report;
  ASSIGN_OR_RETURN(const csv::Table table, ReadContent(content, {}, report));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, call.deadline()));
  ASSIGN_OR_RETURN(const auto list, Prepare(table, reading, known, means_, report));
  const absl::Time now = means_.Now();
  v1::ImportProgress message;
  message.set_rows_total(report.rows() + static_cast<int64_t>(list->size()));
  for (size_t first = 0; first < list->size(); first += list->batch()) {
    if (call.cancelled()) return absl::CancelledError("the caller has gone away");
    Report part;
    RETURN_IF_ERROR(means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) {
      part = Report();
      return list->CarryOut(transaction, first, list->batch(), now, part);
    }));
    report.Add(part);
    message.set_rows_done(report.rows());
    if (first + list->batch() < list->size()) RETURN_IF_ERROR(progress.Write(message));
  }
  message.set_rows_done(report.rows());
  *message.mutable_report() = report.ToProto();
  return progress.Write(message);
}

}  // namespace telemachus::registry
