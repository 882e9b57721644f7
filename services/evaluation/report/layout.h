#ifndef TELEMACHUS_EVALUATION_REPORT_LAYOUT_H_
#define TELEMACHUS_EVALUATION_REPORT_LAYOUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/programme/v1/codes.pb.h"

// The fixed tables of every report, as data. There are no others and no filters: a table made to
// order would tell on people.
namespace telemachus::evaluation {

// How a thing reads.
struct Title {
  const char* welsh;
  const char* english;
};

// A row with its code.
struct RowLayout {
  const char* code;
  Title title;
};

// A table with its rows; each has a total besides.
struct TableLayout {
  const char* code;
  Title title;
  std::vector<RowLayout> rows;
};

// All of them, in the order of the report.
const std::vector<TableLayout>& Tables();
inline constexpr RowLayout kTotalRow = {"total", {"Cyfanswm", "Total"}};

// The title in both languages.
programme::v1::Text TextOf(const Title& title);

// The rows of all tables but for totals are numbered through, in order: one number is one *cell*
// of a report.
using Counts = std::vector<int64_t>;
size_t CellsOfReport();
// The cell of a row; nothing if there is no such row.
std::optional<size_t> CellOf(absl::string_view table, absl::string_view row);
// The first cell of a table.
size_t FirstCellOf(absl::string_view table);

// Sets of cells that count the same things, so that all of one group add up to the same: what is
// hidden in one set could be had from another.
using EqualSumGroups = std::vector<std::vector<std::vector<size_t>>>;
const EqualSumGroups& EqualSums();

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_LAYOUT_H_
