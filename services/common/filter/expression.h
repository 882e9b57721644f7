#ifndef TELEMACHUS_COMMON_FILTER_EXPRESSION_H_
#define TELEMACHUS_COMMON_FILTER_EXPRESSION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// What a list is to be narrowed to, in the language of AIP-160: `ward : "Llan" AND NOT mentor =
// true`. OR binds closer than AND; items side by side are joined by AND. Functions and fields of
// fields are not part of it.
namespace telemachus::filter {

// How deep parentheses may stand in one another, and how many comparisons and words there may be.
inline constexpr int kMostDepth = 20;
inline constexpr int kMostTerms = 50;

// How a field is compared with a value.
enum class Comparator {
  // `:` holds of a text that contains the value, and of a list that has it; `:*` of what is set.
  kHas,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
};

// One node of a filter. The default holds of everything.
struct Expression {
  // What sort of node it is.
  enum class Kind {
    // All of `parts` hold; there may be none.
    kAll,
    // One of `parts` holds.
    kAny,
    // The only one of `parts` does not hold.
    kNot,
    // `field` compares with `value` as `comparator` says.
    kComparison,
    // `value` is found somewhere in the words of the thing.
    kWord,
  };

  Kind kind = Kind::kAll;
  std::vector<Expression> parts;
  std::string field;
  Comparator comparator = Comparator::kHas;
  std::string value;
  // Where it begins in the text, in bytes; for errors.
  size_t at = 0;

  friend bool operator==(const Expression&, const Expression&) = default;
};

// Reads a filter; an empty one holds of everything. INVALID_ARGUMENT with REASON_FILTER_INVALID on
// field `filter`, saying where, if it is not written as it has to be.
absl::StatusOr<Expression> Parse(absl::string_view text);

// The error of a filter or order, given in `field` of the request, that is wrong at byte `at`.
absl::Status Invalid(absl::string_view field, size_t at, absl::string_view words);

}  // namespace telemachus::filter

#endif  // TELEMACHUS_COMMON_FILTER_EXPRESSION_H_
