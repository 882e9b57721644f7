#ifndef TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_EVENTS_H_
#define TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_EVENTS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agreement/paper/agreement_store.h"
#include "common/sql/database.h"

namespace telemachus::agreement {

// The timer that ends aftercare. Its subject is the agreement.
inline constexpr char kAftercareTimer[] = "agreement.aftercare";

// Writes `agreement.agreement.{what}` with the match and further codes.
absl::Status AppendEvent(sql::Transaction& transaction, const StoredAgreement& stored,
                         absl::string_view what, absl::Time now,
                         std::map<std::string, std::string> codes = {});

// Closes an agreement whose aftercare is over; the effect of kAftercareTimer.
absl::Status CloseWhenDue(sql::Transaction& transaction, const std::string& agreement,
                          absl::Time now);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_EVENTS_H_
