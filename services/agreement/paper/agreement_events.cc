#include "agreement/paper/agreement_events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "agreement/paper/agreement_rules.h"
#include "common/event/outbox.h"
#include "common/status/macros.h"

namespace telemachus::agreement {

absl::Status AppendEvent(sql::Transaction& transaction, const StoredAgreement& stored,
                         absl::string_view what, absl::Time now,
                         std::map<std::string, std::string> codes) {
  codes["match"] = stored.agreement.match();
  return event::Append(transaction,
                       {.type = absl::StrCat("agreement.agreement.", what),
                        .resource = stored.agreement.name(),
                        .version = stored.version,
                        .codes = std::move(codes)},
                       now);
}

absl::Status CloseWhenDue(sql::Transaction& transaction, const std::string& agreement,
                          absl::Time now) {
  absl::StatusOr<StoredAgreement> stored = LoadAgreement(transaction, agreement);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  if (!Close(now, stored->agreement)) return absl::OkStatus();
  RETURN_IF_ERROR(SaveAgreement(transaction, *stored));
  return AppendEvent(transaction, *stored, "closed", now);
}

}  // namespace telemachus::agreement
