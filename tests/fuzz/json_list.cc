#include "registry/transfer/json_list.h"

#include <set>
#include <string>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

using registry::Report;

// One object a line, with all values as texts.
std::string Written(const csv::Table& table) {
  std::string file;
  for (const csv::Row& row : table.rows) {
    google::protobuf::Struct object;
    for (const std::string& column : table.header->names()) {
      (*object.mutable_fields())[column].set_string_value(std::string(row[column]));
    }
    std::string line;
    Require(google::protobuf::util::MessageToJsonString(object, &line).ok(), "a row is JSON");
    file += line + "\n";
  }
  return file;
}

// Names lose the spaces around them, and may come in another order then.
std::set<std::string> ColumnsOf(const csv::Table& table) {
  return {table.header->names().begin(), table.header->names().end()};
}

void RequireSame(const csv::Table& table) {
  if (ColumnsOf(table).contains("")) return;  // its values cannot be asked for
  Report report;
  const auto again = registry::ReadJson(Written(table), report);
  Require(again.ok() && report.rows() == 0, "what was read can be written and read");
  Require(ColumnsOf(*again) == ColumnsOf(table), "no column is lost");
  Require(again->rows.size() == table.rows.size(), "no row is lost");
  for (size_t i = 0; i < table.rows.size(); ++i) {
    for (const std::string& column : table.header->names()) {
      Require(again->rows[i][column] == table.rows[i][column], "no value changes");
    }
  }
}

void Try(absl::string_view bytes) {
  Report report;
  const auto table = registry::ReadJson(bytes, report);
  if (!table.ok()) {
    Require(absl::IsInvalidArgument(table.status()), "a bad list is INVALID_ARGUMENT");
    return;
  }
  Require(!table->rows.empty(), "a list has a row");
  int64_t last = 0;
  for (const csv::Row& row : table->rows) {
    Require(row.line() > last, "rows have lines of their own, in their order");
    last = row.line();
    const auto told = report.told().find(last);
    Require(told == report.told().end(), "a row is taken or rejected");
  }
  RequireSame(*table);
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
