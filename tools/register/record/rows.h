#ifndef TELEMACHUS_TOOLS_REGISTER_RECORD_ROWS_H_
#define TELEMACHUS_TOOLS_REGISTER_RECORD_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/csv/reader.h"

// Rows of the register's files, in and out.
namespace telemachus::record {

// The rows of a file that has the `required` columns. Stricter than csv::Read: a row at fault is an
// INVALID_ARGUMENT that names its line, because a sample with holes would show elsewhere.
absl::StatusOr<std::vector<csv::Row>> ReadRows(absl::string_view bytes,
                                               absl::Span<const absl::string_view> required);

// Appends `values` as one row of CSV that ends in LF, quoting those that need it.
void AppendRow(absl::Span<const absl::string_view> values, std::string& out);

// INVALID_ARGUMENT that says what is wrong in which line.
absl::Status RowFault(const csv::Row& row, absl::string_view words);

}  // namespace telemachus::record

#endif  // TELEMACHUS_TOOLS_REGISTER_RECORD_ROWS_H_
