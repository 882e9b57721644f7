#ifndef TELEMACHUS_COMMON_STATUS_MACROS_H_
#define TELEMACHUS_COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TELEMACHUS_CONCAT_INNER_(a, b) a##b
#define TELEMACHUS_CONCAT_(a, b) TELEMACHUS_CONCAT_INNER_(a, b)

// Returns from the enclosing function if `expression` is an error status.
#define RETURN_IF_ERROR(expression)                                \
  do {                                                             \
    absl::Status status_of_expression_ = (expression);             \
    if (!status_of_expression_.ok()) return status_of_expression_; \
  } while (false)

// Declares or assigns `lhs` from a StatusOr, or returns its error.
#define ASSIGN_OR_RETURN(lhs, expression) \
  TELEMACHUS_ASSIGN_OR_RETURN_(TELEMACHUS_CONCAT_(status_or_, __LINE__), lhs, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): these are declared, so that none may stand around them.
#define TELEMACHUS_ASSIGN_OR_RETURN_(variable, lhs, expression) \
  auto variable = (expression);                                 \
  if (!variable.ok()) return std::move(variable).status();      \
  lhs = *std::move(variable)
// NOLINTEND(bugprone-macro-parentheses)
#endif  // TELEMACHUS_COMMON_STATUS_MACROS_H_
