#include "registry/import/file.h"

#include "common/status/status.h"

namespace telemachus::registry {

absl::StatusOr<csv::Table> ReadContent(absl::string_view content,
                                       absl::Span<const absl::string_view> needed, Report& report) {
  absl::StatusOr<csv::Table> table = csv::Read(content, needed);
  if (!table.ok()) return status::AtField(table.status(), "content");
  for (const csv::Fault& fault : table->faults) {
    const v1::OddKind kind = fault.reason == status::v1::REASON_FIELD_TOO_LONG
                                 ? v1::ODD_KIND_VALUE_TOO_LONG
                                 : v1::ODD_KIND_COLUMNS;
    report.Odd(fault.line, kind, fault.column, v1::OddRow::OUTCOME_REJECTED);
    report.Rejected();
  }
  return table;
}

}  // namespace telemachus::registry
