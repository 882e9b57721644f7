#ifndef TELEMACHUS_REGISTRY_IMPORT_FILE_H_
#define TELEMACHUS_REGISTRY_IMPORT_FILE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/csv/reader.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// Reads the CSV file in the field `content` of a request; rows that have no value for each column
// go into the report. INVALID_ARGUMENT on `content`, REASON_IMPORT_UNREADABLE with metadata `line`,
// if it is not UTF-8, has no header row or lacks a column that is needed.
absl::StatusOr<csv::Table> ReadContent(absl::string_view content,
                                       absl::Span<const absl::string_view> needed, Report& report);

// INVALID_ARGUMENT on `content`, REASON_IMPORT_UNREADABLE with metadata `column`, if one of the
// columns is not there.
absl::Status RequireColumns(const csv::Header& header, absl::Span<const absl::string_view> needed);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_FILE_H_
