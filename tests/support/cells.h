#ifndef TELEMACHUS_TESTS_SUPPORT_CELLS_H_
#define TELEMACHUS_TESTS_SUPPORT_CELLS_H_

#include <string>
#include <utility>
#include <vector>

#include "common/sql/database.h"

// All that stands in a database, whoever put it there.
namespace telemachus::test {

// One row: its table, and its values by column. Texts and bytes as they are, numbers as digits,
// NULL as nothing.
struct TableRow {
  std::string table;
  std::vector<std::pair<std::string, std::string>> cells;

  // The columns in which a text stands, whatever its case.
  std::vector<std::string> ColumnsWith(const std::string& text) const;
};

// The names of all tables, in order. Ends the test program if the database does not answer.
std::vector<std::string> TablesOf(sql::Database& database);

// Every row of every table.
std::vector<TableRow> RowsOf(sql::Database& database);

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_CELLS_H_
