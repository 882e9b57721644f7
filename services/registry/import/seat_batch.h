#ifndef TELEMACHUS_REGISTRY_IMPORT_SEAT_BATCH_H_
#define TELEMACHUS_REGISTRY_IMPORT_SEAT_BATCH_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/import/report.h"
#include "registry/import/seat_rows.h"

namespace telemachus::registry {

// Adds the seats that are new, changes those of which the rows say something else, and counts the
// seats of their authorities anew. Runs inside the caller's transaction.
absl::Status CarryOut(sql::Transaction& transaction, absl::Span<const SeatRow> rows, absl::Time now,
                      Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_SEAT_BATCH_H_
