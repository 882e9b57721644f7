#ifndef TELEMACHUS_REGISTRY_LIST_LIST_TABLE_H_
#define TELEMACHUS_REGISTRY_LIST_LIST_TABLE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/csv/reader.h"
#include "registry/import/report.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// Reads a list in any of the formats into a table; rows that cannot be read go into the report.
// INVALID_ARGUMENT on `content`, REASON_IMPORT_UNREADABLE, if the content is not of its format.
absl::StatusOr<csv::Table> ReadTable(v1::TransferFormat format, absl::string_view content,
                                     Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_LIST_LIST_TABLE_H_
