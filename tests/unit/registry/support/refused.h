#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_REFUSED_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_REFUSED_H_

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::registry {

// The one refusal, in every byte: whatever is absent or forbidden reads the same.
MATCHER(IsNotPermitted, "is the one NotPermitted()") {
  const absl::Status& status = test::StatusOf(arg);
  *result_listener << status.ToString();
  return status == status::NotPermitted();
}

// An INVALID_ARGUMENT whose first fault is on this field.
MATCHER_P2(FaultOn, field, reason, "is at fault on a field") {
  const absl::Status& status = test::StatusOf(arg);
  *result_listener << status.ToString();
  return status::ReasonOf(status) == reason &&
         std::string(status.message()).find(field) != std::string::npos;
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_REFUSED_H_
