#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/csv/reader.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

// Small, so that short inputs reach them.
constexpr csv::Limits kLimits = {.bytes = 4096, .rows = 8, .columns = 6, .value_bytes = 32};

std::string Quoted(absl::string_view value) {
  return absl::StrCat("\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
}

void AddLine(const std::vector<std::string>& values, std::string& file) {
  for (size_t i = 0; i < values.size(); ++i) {
    absl::StrAppend(&file, i == 0 ? "" : ",", Quoted(values[i]));
  }
  file += "\n";
}

std::vector<std::string> ValuesOf(const csv::Row& row, const csv::Header& header) {
  std::vector<std::string> values;
  for (const std::string& name : header.names()) values.emplace_back(row[name]);
  return values;
}

// A table written out and read again is the same.
void RequireSame(const csv::Table& table) {
  const csv::Header& header = *table.header;
  for (const std::string& name : header.names()) {
    if (name.empty()) return;  // its values cannot be asked for
  }
  std::string file;
  AddLine(header.names(), file);
  for (const csv::Row& row : table.rows) AddLine(ValuesOf(row, header), file);
  const auto again = csv::Read(file, {}, {.bytes = 1 << 20, .columns = kLimits.columns});
  Require(again.ok() && again->faults.empty(), "what was read can be written and read");
  Require(again->rows.size() == table.rows.size(), "no row is lost");
  for (size_t i = 0; i < table.rows.size(); ++i) {
    Require(ValuesOf(again->rows[i], *again->header) == ValuesOf(table.rows[i], header),
            "no value changes");
  }
}

void Try(absl::string_view bytes) {
  const auto table = csv::Read(bytes, {}, kLimits);
  if (!table.ok()) {
    Require(absl::IsInvalidArgument(table.status()), "a bad file is INVALID_ARGUMENT");
    return;
  }
  Require(table->rows.size() + table->faults.size() <= kLimits.rows, "rows have a limit");
  Require(table->header->names().size() <= kLimits.columns, "columns have a limit");
  RequireSame(*table);
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
