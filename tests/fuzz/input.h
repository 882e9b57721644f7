#ifndef TELEMACHUS_TESTS_FUZZ_INPUT_H_
#define TELEMACHUS_TESTS_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace telemachus::fuzz {

// What libFuzzer hands in, as text.
inline absl::string_view Text(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The part before the first `mark`, which is taken off `rest`; all of it if there is no mark.
inline absl::string_view TakeUntil(char mark, absl::string_view& rest) {
  const size_t end = rest.find(mark);
  const absl::string_view part = rest.substr(0, end);
  rest = end == absl::string_view::npos ? absl::string_view() : rest.substr(end + 1);
  return part;
}

// Ends the process, so that the fuzzer keeps the input, unless `holds`.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace telemachus::fuzz

#endif  // TELEMACHUS_TESTS_FUZZ_INPUT_H_
