#include "tools/register/record/rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/macros.h"

namespace telemachus::record {
namespace {

absl::Status LineFault(int line, absl::string_view words) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", words));
}

}  // namespace

absl::StatusOr<std::vector<csv::Row>> ReadRows(absl::string_view bytes,
                                               absl::Span<const absl::string_view> required) {
  ASSIGN_OR_RETURN(csv::Table table, csv::Read(bytes, required));
  if (!table.faults.empty()) {
    return LineFault(table.faults.front().line, table.faults.front().words);
  }
  return std::move(table.rows);
}

void AppendRow(absl::Span<const absl::string_view> values, std::string& out) {
  absl::string_view separator;
  for (absl::string_view value : values) {
    out.append(separator.data(), separator.size());
    separator = ",";
    const bool spaced = !value.empty() && (value.front() == ' ' || value.back() == ' ');
    if (spaced || value.find_first_of("\",\r\n") != absl::string_view::npos) {
      absl::StrAppend(&out, "\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
    } else {
      out.append(value.data(), value.size());
    }
  }
  out.push_back('\n');
}

absl::Status RowFault(const csv::Row& row, absl::string_view words) {
  return LineFault(row.line(), words);
}

}  // namespace telemachus::record
