#ifndef TELEMACHUS_COMMON_CSV_WRITER_H_
#define TELEMACHUS_COMMON_CSV_WRITER_H_

#include <string>

#include "absl/types/span.h"

namespace telemachus::csv {

// One row as a line of a file that Read() reads back, and that a spreadsheet shows without
// calculating: RFC 4180, with CRLF at its end.
std::string Line(absl::Span<const std::string> values);

}  // namespace telemachus::csv

#endif  // TELEMACHUS_COMMON_CSV_WRITER_H_
