#include "common/csv/writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/csv/formula.h"

namespace telemachus::csv {
namespace {

constexpr absl::string_view kSpace = " \t";

// Spaces at the ends of an unquoted value would be lost.
bool NeedsQuotes(absl::string_view value) {
  if (value.find_first_of(",\"\r\n") != absl::string_view::npos) return true;
  return !value.empty() && (kSpace.find(value.front()) != absl::string_view::npos ||
                            kSpace.find(value.back()) != absl::string_view::npos);
}

}  // namespace

std::string Line(absl::Span<const std::string> values) {
  std::string line;
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string value = Guarded(values[i]);
    if (i > 0) line += ',';
    if (NeedsQuotes(value)) {
      absl::StrAppend(&line, "\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
    } else {
      line += value;
    }
  }
  return line + "\r\n";
}

}  // namespace telemachus::csv
