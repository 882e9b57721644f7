#include "registry/store/version.h"

#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::registry {

absl::Status ChangedMeanwhile() {
  return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                       "Somebody changed it at the same time; try again.");
}

absl::Status UpdateVersion(sql::Transaction& transaction, absl::string_view update,
                           sql::Parameters parameters, int64_t& version) {
  parameters.push_back({"next", version + 1});
  ASSIGN_OR_RETURN(const int64_t changed, transaction.Execute(update, parameters));
  if (changed != 1) return ChangedMeanwhile();
  ++version;
  return absl::OkStatus();
}

}  // namespace telemachus::registry
