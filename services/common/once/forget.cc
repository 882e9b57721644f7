#include "common/once/forget.h"

namespace telemachus::once {

absl::Status ForgetCaller(sql::Transaction& transaction, absl::string_view caller) {
  return transaction
      .Execute("DELETE FROM once_requests WHERE caller = :caller", {{"caller", caller}})
      .status();
}

}  // namespace telemachus::once
