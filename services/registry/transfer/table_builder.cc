#include "registry/transfer/table_builder.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::registry {

void TableBuilder::Add(int line, Values values) { rows_.emplace_back(line, std::move(values)); }

absl::StatusOr<csv::Table> TableBuilder::Build() && {
  const csv::Limits limits;
  if (rows_.empty()) {
    return status::FieldFault("content", status::v1::REASON_IMPORT_UNREADABLE, "has no row");
  }
  if (rows_.size() > limits.rows) {
    return status::FieldFault("content", status::v1::REASON_FIELD_TOO_LONG,
                              absl::StrCat("has more than ", limits.rows, " rows"));
  }
  std::set<std::string> columns;
  for (const auto& [line, values] : rows_) {
    for (const auto& [column, value] : values) columns.insert(column);
    if (columns.size() > limits.columns) break;
  }
  csv::Table table;
  absl::StatusOr<std::shared_ptr<const csv::Header>> header =
      csv::Header::Make({columns.begin(), columns.end()}, limits.columns);
  if (!header.ok()) return status::AtField(header.status(), "content");
  table.header = *std::move(header);
  for (auto& [line, values] : rows_) {
    std::vector<std::string> row;
    row.reserve(columns.size());
    for (const std::string& column : columns) row.push_back(std::move(values[column]));
    table.rows.emplace_back(line, table.header, std::move(row));
  }
  return table;
}

}  // namespace telemachus::registry
