#ifndef TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_STORE_H_
#define TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/agreement/v1/meeting.pb.h"

// Where objectives are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// An objective with its content as it is sealed.
struct StoredObjective {
  // Without content.
  v1::Objective objective;
  std::string sealed;
  // Among the agreement's objectives and reviews, in the order they were added.
  int64_t position = 0;
  int64_t version = 0;
};

// The objective, or NOT_FOUND (bare).
absl::StatusOr<StoredObjective> LoadObjective(sql::Transaction& transaction,
                                              const std::string& name);
// Adds an objective; sets version and etag in `stored`.
absl::Status InsertObjective(sql::Transaction& transaction, const std::string& agreement,
                             StoredObjective& stored);
// Writes the state of an objective read before; ABORTED if it has changed since.
absl::Status SaveObjective(sql::Transaction& transaction, StoredObjective& stored);
// Objectives behind a position, in order.
absl::StatusOr<std::vector<StoredObjective>> ListObjectives(sql::Transaction& transaction,
                                                            const std::string& agreement,
                                                            int64_t after, int limit);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_MEETING_OBJECTIVE_STORE_H_
