#include "registry/import/file.h"

#include <string>

#include "absl/strings/str_cat.h"
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
    report.Rejected(fault.line);
  }
  return table;
}

absl::Status RequireColumns(const csv::Header& header, absl::Span<const absl::string_view> needed) {
  for (absl::string_view column : needed) {
    if (header.Find(column) != csv::Header::npos) continue;
    return status::AtField(
        status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_IMPORT_UNREADABLE,
                      absl::StrCat("the file cannot be read: column ", column, " is missing"),
                      {{"column", std::string(column)}}),
        "content");
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
