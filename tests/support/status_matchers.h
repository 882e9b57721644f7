#ifndef TELEMACHUS_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define TELEMACHUS_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/status/status.h"
#include "gmock/gmock.h"

namespace telemachus::test {

// The status of a Status or a StatusOr, for the matchers below.
inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// The status, or the StatusOr, is OK.
MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// It has this canonical code.
MATCHER_P(HasCode, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

// It has this machine-readable reason.
MATCHER_P(HasReason, reason, "has reason " + status::v1::Reason_Name(reason)) {
  *result_listener << StatusOf(arg).ToString() << ", reason "
                   << status::v1::Reason_Name(status::ReasonOf(StatusOf(arg)));
  return status::ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_STATUS_MATCHERS_H_
