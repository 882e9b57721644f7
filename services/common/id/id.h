#ifndef TELEMACHUS_COMMON_ID_ID_H_
#define TELEMACHUS_COMMON_ID_ID_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace telemachus::id {

// Where new ids come from. Thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;
  // A new id: 26 characters of lower-case base 32, 128 random bits, beginning with a letter.
  virtual std::string Next() = 0;
};

// Ids from the system's random source.
class RandomIds final : public IdSource {
 public:
  std::string Next() override;
};

// Whether `text` follows a resource name pattern, "people/*/memberships/*"; each star stands for
// one id of 1 to 63 lower-case letters, digits and hyphens. Several patterns are separated by '|'.
bool Matches(absl::string_view text, absl::string_view pattern);

// The last segment of a resource name: "p1" of "people/p1".
absl::string_view LastSegment(absl::string_view name);

}  // namespace telemachus::id

#endif  // TELEMACHUS_COMMON_ID_ID_H_
