#include "tests/support/cells.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"

namespace telemachus::test {
namespace {

// More than any test writes.
constexpr int kMostRows = 1000000;

// A column as the engine declares it.
struct Column {
  std::string name;
  std::string type;
};

const char* ColumnsQuery(sql::Engine engine) {
  if (engine == sql::Engine::kSqlite) {
    return "SELECT t.name, c.name, lower(c.type) FROM sqlite_master t JOIN "
           "pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER "
           "BY t.name, c.cid LIMIT 10000";
  }
  return "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS "
         "TEXT) FROM information_schema.columns c JOIN information_schema.tables t ON "
         "t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = "
         "current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, "
         "c.ordinal_position LIMIT 10000";
}

std::string Content(const sql::Row& row, size_t place, const std::string& type) {
  if (row.IsNull(place)) return "";
  if (type == "text") return row.Text(place);
  if (type == "blob" || type == "bytea") return row.Blob(place);
  return absl::StrCat(row.Int(place));
}

absl::Status ReadTable(sql::Transaction& transaction, const std::string& table,
                       const std::vector<Column>& columns, std::vector<TableRow>& rows) {
  const std::string names = absl::StrJoin(
      columns, ", ",
      [](std::string* out, const Column& column) { absl::StrAppend(out, column.name); });
  ASSIGN_OR_RETURN(
      const auto found,
      transaction.Query(absl::StrCat("SELECT ", names, " FROM ", table, " LIMIT ", kMostRows), {}));
  for (const sql::Row& row : found) {
    TableRow& read = rows.emplace_back();
    read.table = table;
    for (size_t i = 0; i < columns.size(); ++i) {
      read.cells.emplace_back(columns[i].name, Content(row, i, columns[i].type));
    }
  }
  return absl::OkStatus();
}

std::vector<std::pair<std::string, std::vector<Column>>> Layout(sql::Database& database) {
  std::vector<std::pair<std::string, std::vector<Column>>> tables;
  const absl::Status status =
      database.Read(absl::Now() + absl::Seconds(30), [&](sql::Transaction& transaction) {
        tables.clear();
        const auto found = transaction.Query(ColumnsQuery(database.engine()), {});
        RETURN_IF_ERROR(found.status());
        for (const sql::Row& row : *found) {
          if (tables.empty() || tables.back().first != row.Text(0)) {
            tables.emplace_back(row.Text(0), std::vector<Column>());
          }
          tables.back().second.push_back({row.Text(1), row.Text(2)});
        }
        return absl::OkStatus();
      });
  if (status.ok()) return tables;
  static_cast<void>(
      std::fprintf(stderr, "a database does not say its tables: %s\n", status.ToString().c_str()));
  std::abort();
}

}  // namespace

std::vector<std::string> TableRow::ColumnsWith(const std::string& text) const {
  const std::string wanted = absl::AsciiStrToLower(text);
  std::vector<std::string> columns;
  for (const auto& [column, content] : cells) {
    if (absl::StrContains(absl::AsciiStrToLower(content), wanted)) columns.push_back(column);
  }
  return columns;
}

std::vector<std::string> TablesOf(sql::Database& database) {
  std::vector<std::string> tables;
  for (const auto& [table, columns] : Layout(database)) tables.push_back(table);
  return tables;
}

std::vector<TableRow> RowsOf(sql::Database& database) {
  const auto tables = Layout(database);
  std::vector<TableRow> rows;
  const absl::Status status = database.Read(
      absl::Now() + absl::Seconds(60), [&](sql::Transaction& transaction) -> absl::Status {
        rows.clear();
        for (const auto& [table, columns] : tables) {
          RETURN_IF_ERROR(ReadTable(transaction, table, columns, rows));
        }
        return absl::OkStatus();
      });
  if (status.ok()) return rows;
  static_cast<void>(
      std::fprintf(stderr, "a database does not tell its rows: %s\n", status.ToString().c_str()));
  std::abort();
}

}  // namespace telemachus::test
