#ifndef TELEMACHUS_REGISTRY_TRANSFER_TABLE_BUILDER_H_
#define TELEMACHUS_REGISTRY_TRANSFER_TABLE_BUILDER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/csv/reader.h"

namespace telemachus::registry {

// Makes a table, as a CSV file would give it, of rows with named values.
class TableBuilder {
 public:
  // The values of a row by their columns; what is left out is empty.
  using Values = std::map<std::string, std::string>;

  // Adds the row that begins on, or has the place, `line`.
  void Add(int line, Values values);
  // The table with the columns that any of the rows names. INVALID_ARGUMENT on `content` if there
  // is no row, or there are more columns or rows than a CSV file may have.
  absl::StatusOr<csv::Table> Build() &&;

 private:
  std::vector<std::pair<int, Values>> rows_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_TABLE_BUILDER_H_
