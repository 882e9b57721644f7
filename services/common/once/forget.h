#ifndef TELEMACHUS_COMMON_ONCE_FORGET_H_
#define TELEMACHUS_COMMON_ONCE_FORGET_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"

namespace telemachus::once {

// Deletes all that was kept of one caller's requests: a repeat is then carried out anew.
absl::Status ForgetCaller(sql::Transaction& transaction, absl::string_view caller);

}  // namespace telemachus::once

#endif  // TELEMACHUS_COMMON_ONCE_FORGET_H_
