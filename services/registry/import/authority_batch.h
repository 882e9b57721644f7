#ifndef TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_BATCH_H_
#define TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_BATCH_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/import/authority_rows.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// Adds the authorities that are new and changes those of whom the rows say something else. The
// memberships in an authority that ends pass to what comes after it; where nothing does, they end
// with it. Runs inside the caller's transaction.
absl::Status CarryOut(sql::Transaction& transaction, absl::Span<const AuthorityRow> rows,
                      absl::Time now, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_BATCH_H_
