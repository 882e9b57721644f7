#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/id/id.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

constexpr char kMostNested[] = "agreements/*/meetings/*|people/*|people/*/memberships/*";

bool IsId(absl::string_view segment) {
  if (segment.empty() || segment.size() > 63) return false;
  for (const char c : segment) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return true;
}

// The same question, answered plainly.
bool Follows(absl::string_view text, absl::string_view pattern) {
  const std::vector<absl::string_view> segments = absl::StrSplit(text, '/');
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  if (segments.size() != wanted.size()) return false;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "*" ? !IsId(segments[i]) : segments[i] != wanted[i]) return false;
  }
  return true;
}

void Try(absl::string_view text) {
  bool follows = false;
  for (const absl::string_view pattern : absl::StrSplit(kMostNested, '|')) {
    follows = follows || Follows(text, pattern);
  }
  Require(id::Matches(text, kMostNested) == follows, "a name follows a pattern as it reads");
  if (follows) Require(IsId(id::LastSegment(text)), "the last segment is an id");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
