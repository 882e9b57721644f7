#ifndef TELEMACHUS_REGISTRY_IMPORT_BATCHES_H_
#define TELEMACHUS_REGISTRY_IMPORT_BATCHES_H_

#include <algorithm>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/rpc/call.h"
#include "common/rpc/methods.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// Rows carried out in one transaction.
inline constexpr size_t kBatchRows = 500;

using Progress = rpc::Writer<v1::ImportProgress>;

// Carries out rows in batches, each in a transaction of its own, telling how far it is after each;
// the last message carries the report. `report` knows the rows rejected before, and `carry_out`
// counts each row of its batch. What was carried out stays if a later batch fails or the caller
// goes away: the same file sent again goes on from there.
template <typename Row>
absl::Status InBatches(const rpc::Call& call, sql::Database& database, const std::vector<Row>& rows,
                       Report report, Progress& progress,
                       const std::function<absl::Status(sql::Transaction&, absl::Span<const Row>,
                                                        Report&)>& carry_out) {
  v1::ImportProgress message;
  message.set_rows_total(report.rows() + static_cast<int64_t>(rows.size()));
  for (size_t first = 0; first < rows.size(); first += kBatchRows) {
    if (call.cancelled()) return absl::CancelledError("the caller has gone away");
    const absl::Span<const Row> batch =
        absl::MakeConstSpan(rows).subspan(first, std::min(kBatchRows, rows.size() - first));
    Report part;
    RETURN_IF_ERROR(database.Transact(call.deadline(), [&](sql::Transaction& transaction) {
      part = Report();
      return carry_out(transaction, batch, part);
    }));
    report.Add(part);
    message.set_rows_done(report.rows());
    if (first + kBatchRows < rows.size()) RETURN_IF_ERROR(progress.Write(message));
  }
  message.set_rows_done(report.rows());
  *message.mutable_report() = report.ToProto();
  return progress.Write(message);
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_BATCHES_H_
