#ifndef TELEMACHUS_REGISTRY_TRANSFER_JSON_LIST_H_
#define TELEMACHUS_REGISTRY_TRANSFER_JSON_LIST_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/csv/reader.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// Reads JSON, one object a line or an array of objects, into a table: names are columns, values are
// texts, whole numbers, null (as empty) or arrays of texts (separated by semicolons). A row with
// any other value is rejected and noted. INVALID_ARGUMENT on `content`, REASON_IMPORT_UNREADABLE
// with metadata `line`, if it cannot be read or has no row.
absl::StatusOr<csv::Table> ReadJson(absl::string_view content, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_JSON_LIST_H_
