#ifndef TELEMACHUS_COMMON_SUBJECT_ROLL_H_
#define TELEMACHUS_COMMON_SUBJECT_ROLL_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/subject/counts.h"
#include "telemachus/subject/v1/subject.pb.h"

// Whom a service has erased, and whose data it holds restricted. All functions run inside the
// caller's transaction.
namespace telemachus::subject {

// The tables of this room (room "subject").
const std::vector<sql::Migration>& Schema();

// Logs that the person was erased, and what was erased and kept; returns all that was counted, of
// earlier times too. Ends a restriction, and forgets which calls the person made.
absl::StatusOr<v1::EraseSubjectResponse> NoteErasure(sql::Transaction& transaction,
                                                     const std::string& person,
                                                     const Counts& counts, absl::Time now);
absl::StatusOr<bool> IsErased(sql::Transaction& transaction, const std::string& person);
// Those erased, after a person, in the order of their ids.
absl::StatusOr<std::vector<v1::Erasure>> ListErasures(sql::Transaction& transaction,
                                                      const std::string& after, int limit);

// Restricts, or lifts it; either may be so already.
absl::Status SetRestricted(sql::Transaction& transaction, const std::string& person,
                           bool restricted);
absl::StatusOr<bool> IsRestricted(sql::Transaction& transaction, const std::string& person);
// FAILED_PRECONDITION, REASON_PROCESSING_RESTRICTED, if nothing new may begin with the person.
absl::Status CheckUnrestricted(sql::Transaction& transaction, const std::string& person);

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_ROLL_H_
