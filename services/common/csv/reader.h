#ifndef TELEMACHUS_COMMON_CSV_READER_H_
#define TELEMACHUS_COMMON_CSV_READER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/status.h"

// Comma-separated files as councils send them (RFC 4180, with a header row), read whole.
//
// UTF-8 with or without a byte order mark; lines end in LF, CRLF or CR; empty lines are passed
// over. A quoted value may hold commas, line ends and doubled quotes. Spaces around an unquoted
// value do not belong to it, nor does the apostrophe that keeps a spreadsheet from calculating
// (formula.h). No error, fault or metadata here repeats anything that stands in the
// file.
namespace telemachus::csv {

// What one file may hold at most.
struct Limits {
  size_t bytes = size_t{16} << 20;
  size_t rows = 100'000;      // the header not counted
  size_t columns = 100;       // of the header
  size_t value_bytes = 4096;  // of one value
};

// The header: which column stands where. Names are exact, without the spaces around them.
class Header {
 public:
  // INVALID_ARGUMENT, REASON_IMPORT_UNREADABLE if there are more columns than `limit` or a name
  // stands twice. Columns without a name are kept, but cannot be asked for.
  static absl::StatusOr<std::shared_ptr<const Header>> Make(std::vector<std::string> names,
                                                            size_t limit);

  // All names, in the order of the file.
  const std::vector<std::string>& names() const { return names_; }
  // Where the column stands, from 0, or `npos`.
  size_t Find(absl::string_view name) const;

  static constexpr size_t npos = static_cast<size_t>(-1);

 private:
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, size_t> places_;
};

// One row that has a value for each column of the header. Copies share the header and may outlive
// the table.
class Row {
 public:
  Row(int line, std::shared_ptr<const Header> header, std::vector<std::string> values)
      : line_(line), header_(std::move(header)), values_(std::move(values)) {}

  // The line of the file on which the row begins, from 1.
  int line() const { return line_; }
  // The value in the column of that name; empty also where the file has no such column. Lives as
  // long as the row.
  absl::string_view operator[](absl::string_view column) const;
  // Whether the file has a column of that name.
  bool Has(absl::string_view column) const { return header_->Find(column) != Header::npos; }

 private:
  int line_;
  std::shared_ptr<const Header> header_;
  std::vector<std::string> values_;
};

// A row that is not among the rows of its table, and why, so that none is lost silently.
struct Fault {
  // The line of the file on which the row begins, from 1.
  int line;
  // REASON_FIELD_MALFORMED: not as many values as the header has columns.
  // REASON_FIELD_TOO_LONG: a value is longer than `Limits::value_bytes`.
  status::Reason reason;
  // The column at fault, as the header names it; empty where it is the whole row.
  std::string column;
  // The same for a person: "values: 7, columns of the header: 9".
  std::string words;
};

// A file that was read: each row below the header is either in `rows` or in `faults`, both in the
// order of the file.
struct Table {
  std::shared_ptr<const Header> header;
  std::vector<Row> rows;
  std::vector<Fault> faults;
};

// Reads a whole file whose header must have the `required` columns, in any order and among others.
//
// INVALID_ARGUMENT with one of these reasons, where metadata `line` says the line if there is one:
// - REASON_IMPORT_UNREADABLE: a byte that is not UTF-8 text (or is NUL), no header row, a required
//   column is missing (metadata `column`), a column name twice, or quotes that do not match, after
//   which nobody could say where rows begin.
// - REASON_FIELD_TOO_LONG: more bytes or rows than `limits` (metadata `limit`).
absl::StatusOr<Table> Read(absl::string_view bytes, absl::Span<const absl::string_view> required,
                           const Limits& limits = {});

}  // namespace telemachus::csv

#endif  // TELEMACHUS_COMMON_CSV_READER_H_
