#ifndef TELEMACHUS_COMMON_OPERATION_HANDLERS_H_
#define TELEMACHUS_COMMON_OPERATION_HANDLERS_H_

#include <atomic>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/operation/operation.h"
#include "common/operation/runner.h"
#include "common/page/token.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/empty.pb.h"

namespace telemachus::operation {

// Longest that WaitOperation waits, whatever it was asked.
inline constexpr absl::Duration kLongestWait = absl::Seconds(20);
// Calls of WaitOperation that wait at once in one process; further ones answer at once.
inline constexpr int kMostWaiting = 4;

// The methods of google.longrunning.Operations over one database. A service registers them under an
// OperationService of its own package. An operation is its owner's to see, and that of the staff of
// its scope; to all others it is as if it were not. Thread-safe.
class Handlers {
 public:
  // Whether the caller is staff of the scope of an operation.
  using IsStaff = std::function<absl::StatusOr<bool>(
      sql::Transaction& transaction, const rpc::Call& call, const std::string& scope)>;
  // All that is given outlives this. `kinds` clean up after what is deleted.
  Handlers(sql::Database& database, const time::Clock& clock, const page::Tokens& tokens,
           Kinds kinds, IsStaff is_staff);

  absl::StatusOr<google::longrunning::Operation> GetOperation(
      const rpc::Call& call, const google::longrunning::GetOperationRequest& request);
  // `name` is empty for the caller's own, or the scope of which the caller is staff.
  absl::StatusOr<google::longrunning::ListOperationsResponse> ListOperations(
      const rpc::Call& call, const google::longrunning::ListOperationsRequest& request);
  // Asks that it be cancelled; the operation says when it is. What its steps have done stays.
  absl::StatusOr<google::protobuf::Empty> CancelOperation(
      const rpc::Call& call, const google::longrunning::CancelOperationRequest& request);
  // Forgets one that is over, and what came of it; WrongState() while it is under way.
  absl::StatusOr<google::protobuf::Empty> DeleteOperation(
      const rpc::Call& call, const google::longrunning::DeleteOperationRequest& request);
  // Answers when it is over, when the timeout has passed or when the call has to end.
  absl::StatusOr<google::longrunning::Operation> WaitOperation(
      const rpc::Call& call, const google::longrunning::WaitOperationRequest& request);

  // Proves the relation to an operation: the caller's own, or in their scope. NotPermitted()
  // otherwise, and if there is no such operation.
  absl::StatusOr<Operation> Require(sql::Transaction& transaction, const rpc::Call& call,
                                    const std::string& name) const;

 private:
  absl::StatusOr<Operation> Read(const rpc::Call& call, const std::string& name) const;

  sql::Database& database_;
  const time::Clock& clock_;
  const page::Tokens& tokens_;
  const Kinds kinds_;
  const IsStaff is_staff_;
  std::atomic<int> waiting_ = 0;
};

}  // namespace telemachus::operation

#endif  // TELEMACHUS_COMMON_OPERATION_HANDLERS_H_
