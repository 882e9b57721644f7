#ifndef TELEMACHUS_COMMON_OPERATION_STORE_H_
#define TELEMACHUS_COMMON_OPERATION_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/operation/operation.h"
#include "common/sql/database.h"

// Where operations are kept. All functions run inside the caller's transaction.
namespace telemachus::operation {

// The table of this room (room "operation").
const std::vector<sql::Migration>& Schema();

// Adds an operation, to be taken up at once; RESOURCE_EXHAUSTED with REASON_OVERLOADED if its owner
// has kMostUnderWay under way.
absl::Status Insert(sql::Transaction& transaction, const Operation& operation);

// One operation, or NOT_FOUND (bare).
absl::StatusOr<Operation> Load(sql::Transaction& transaction, const std::string& name);

// Which operations a list is of: one of the two is set.
struct Filter {
  std::string owner = {};
  std::string scope = {};
};
// Operations after a position, the newest first. PositionOf() makes positions.
absl::StatusOr<std::vector<Operation>> List(sql::Transaction& transaction, const Filter& filter,
                                            const std::string& after, int limit);
std::string PositionOf(const Operation& operation);

// Asks that it be cancelled, which its runner does, or at `now` the next one; nothing of one that
// is over.
absl::Status Cancel(sql::Transaction& transaction, const std::string& name, absl::Time now);
// Removes it.
absl::Status Remove(sql::Transaction& transaction, const std::string& name);

// Takes an owner's name off all that are theirs: from then on only the staff of their scope see
// them. Returns how many.
absl::StatusOr<int64_t> Disown(sql::Transaction& transaction, const std::string& owner);

// For runners:
// The name of one that may be taken up; empty if there is none.
absl::StatusOr<std::string> FindDue(sql::Transaction& transaction, absl::Time now);
// Takes it until `lease`; false if another was faster.
absl::StatusOr<bool> Take(sql::Transaction& transaction, const std::string& name,
                          const std::string& holder, absl::Time now, absl::Time lease);
// Begins the step after `step` and extends the lease; false if `holder` has lost the operation.
absl::StatusOr<bool> Begin(sql::Transaction& transaction, const std::string& name,
                           const std::string& holder, int64_t step, absl::Time lease);
// Writes what the step brought.
absl::Status Advance(sql::Transaction& transaction, const std::string& name, const Step& step);
// Ends it: with the response that it has then, or with an error.
absl::Status Succeed(sql::Transaction& transaction, const std::string& name,
                     const google::protobuf::Any& response, absl::Time now);
absl::Status Fail(sql::Transaction& transaction, const std::string& name,
                  const google::rpc::Status& error, absl::Time now);
// Gives it back, to be taken up at `due`; `failed` counts an attempt.
absl::Status Release(sql::Transaction& transaction, const std::string& name,
                     const std::string& holder, absl::Time due, bool failed);
// Names and kinds of some that have expired.
absl::StatusOr<std::vector<Operation>> FindExpired(sql::Transaction& transaction, absl::Time now);

}  // namespace telemachus::operation

#endif  // TELEMACHUS_COMMON_OPERATION_STORE_H_
