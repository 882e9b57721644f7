#include "registry/transfer/councillor_list.h"

#include <set>
#include <string>

#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

using registry::Report;

std::set<int64_t> RejectedIn(const Report& report) {
  std::set<int64_t> rejected;
  for (const auto& [line, row] : report.told()) {
    if (row.outcome() == registry::v1::ImportRow::OUTCOME_REJECTED) rejected.insert(line);
  }
  return rejected;
}

void Try(absl::string_view bytes) {
  Report report;
  const auto table = registry::ReadCouncillors(bytes, report);
  if (!table.ok()) {
    Require(absl::IsInvalidArgument(table.status()), "a bad list is INVALID_ARGUMENT");
    return;
  }
  Require(!table->rows.empty(), "a list holds somebody");
  const std::set<int64_t> rejected = RejectedIn(report);
  Require(static_cast<int64_t>(rejected.size()) == report.rows(), "a row is rejected once");
  int64_t last = 0;
  for (const csv::Row& row : table->rows) {
    Require(row.line() > last, "rows have places of their own, in their order");
    last = row.line();
    Require(!rejected.contains(last), "a row is taken or rejected");
    for (const char* column : {"key", "display_name", "ward_name", "end_date"}) {
      Require(row.Has(column), "what an import asks for is there");
    }
    Require(row["end_date"].empty(), "who is on the list sits");
  }
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
