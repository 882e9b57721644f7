#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_NAMES_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_NAMES_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace telemachus::sample {

// Names that go together, as one community of Britain gives them.
struct NameStock {
  absl::Span<const absl::string_view> female;
  absl::Span<const absl::string_view> male;
  absl::Span<const absl::string_view> family;
};

// The stocks, as indices of Stock().
enum Community : size_t {
  kWelsh,
  kEnglish,
  kMuslimSouthAsian,
  kIndian,
  kWestAfrican,
  kCaribbean,
  kEasternEuropean,
  kIrish,
  kEastAsian,
  kMediterranean,
};
constexpr size_t kCommunities = kMediterranean + 1;

// The names of one community; none of its lists is empty.
const NameStock& Stock(Community community);

// What people of this given name are often called, or empty.
absl::string_view ShortName(absl::string_view given);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_NAMES_H_
