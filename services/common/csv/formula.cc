#include "common/csv/formula.h"

#include "absl/strings/str_cat.h"

namespace telemachus::csv {
namespace {

constexpr char kApostrophe = '\'';
constexpr absl::string_view kCalculated = "=+-@\t\r";

// Whether, apostrophes aside, the value would be calculated.
bool IsFormula(absl::string_view value) {
  const size_t first = value.find_first_not_of(kApostrophe);
  return first != absl::string_view::npos &&
         kCalculated.find(value[first]) != absl::string_view::npos;
}

}  // namespace

std::string Guarded(absl::string_view value) {
  return IsFormula(value) ? absl::StrCat("'", value) : std::string(value);
}

void Unguard(std::string& value) {
  if (!value.empty() && value.front() == kApostrophe && IsFormula(value)) value.erase(0, 1);
}

}  // namespace telemachus::csv
