#ifndef TELEMACHUS_COMMON_CSV_FORMULA_H_
#define TELEMACHUS_COMMON_CSV_FORMULA_H_

#include <string>

#include "absl/strings/string_view.h"

// A spreadsheet takes a value that begins with = + - @ for a formula, and calculates whatever
// somebody wrote there. An apostrophe before it makes it text, there and here.
namespace telemachus::csv {

// The value as it stands in a file: with an apostrophe before what would be calculated, and before
// an apostrophe that stands there by itself. Unguard() gives the value back.
std::string Guarded(absl::string_view value);

// Takes such an apostrophe away.
void Unguard(std::string& value);

}  // namespace telemachus::csv

#endif  // TELEMACHUS_COMMON_CSV_FORMULA_H_
