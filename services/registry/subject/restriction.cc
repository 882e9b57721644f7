#include "registry/subject/restriction.h"

#include "common/subject/roll.h"
#include "registry/subject/restriction_rules.h"

namespace telemachus::registry {

absl::Status CheckMayGoOn(sql::Transaction& transaction, const rpc::Call& call,
                          const std::string& person) {
  if (BearingOf(call.method()) != Bearing::kBegins) return absl::OkStatus();
  return subject::CheckUnrestricted(transaction, person);
}

}  // namespace telemachus::registry
