#ifndef TELEMACHUS_TOOLS_TRACE_TEXT_WIDTH_H_
#define TELEMACHUS_TOOLS_TRACE_TEXT_WIDTH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace telemachus::tools::trace {

// Columns a UTF-8 text takes, at one a character.
size_t Width(absl::string_view text);

// The text, cut off with an ellipsis if it is wider than `columns`, filled with blanks if it is
// narrower.
std::string Fit(absl::string_view text, size_t columns);
// The same, but the blanks come first, and nothing is cut off.
std::string FitRight(absl::string_view text, size_t columns);

}  // namespace telemachus::tools::trace

#endif  // TELEMACHUS_TOOLS_TRACE_TEXT_WIDTH_H_
