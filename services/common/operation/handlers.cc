#include "common/operation/handlers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::operation {
namespace {

namespace longrunning = google::longrunning;

constexpr char kUnderWay[] = "UNDER_WAY";
// How often a waiting call looks.
constexpr absl::Duration kLook = absl::Milliseconds(200);
// What a waiting call leaves of its time for the answer.
constexpr absl::Duration kAnswerTime = absl::Milliseconds(500);

absl::Duration Asked(const longrunning::WaitOperationRequest& request) {
  if (!request.has_timeout()) return kLongestWait;
  const absl::Duration asked =
      absl::Seconds(request.timeout().seconds()) + absl::Nanoseconds(request.timeout().nanos());
  return std::clamp(asked, absl::ZeroDuration(), kLongestWait);
}

// Counts itself among those who wait, for as long as it lives.
class Waiting {
 public:
  explicit Waiting(std::atomic<int>& waiting) : waiting_(waiting), place_(++waiting) {}
  ~Waiting() { --waiting_; }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  // Whether there is room for this one.
  bool allowed() const { return place_ <= kMostWaiting; }

 private:
  std::atomic<int>& waiting_;
  const int place_;
};

}  // namespace

Handlers::Handlers(sql::Database& database, const time::Clock& clock, const page::Tokens& tokens,
                   Kinds kinds, IsStaff is_staff)
    : database_(database),
      clock_(clock),
      tokens_(tokens),
      kinds_(std::move(kinds)),
      is_staff_(std::move(is_staff)) {}

absl::StatusOr<Operation> Handlers::Require(sql::Transaction& transaction, const rpc::Call& call,
                                            const std::string& name) const {
  absl::StatusOr<Operation> operation = Load(transaction, name);
  if (absl::IsNotFound(operation.status())) return call.Require(false);
  RETURN_IF_ERROR(operation.status());
  bool sees = operation->owner == call.caller().Name();
  if (!sees && !operation->scope.empty()) {
    ASSIGN_OR_RETURN(sees, is_staff_(transaction, call, operation->scope));
  }
  RETURN_IF_ERROR(call.Require(sees));
  return operation;
}

absl::StatusOr<Operation> Handlers::Read(const rpc::Call& call, const std::string& name) const {
  Operation operation;
  RETURN_IF_ERROR(
      database_.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(operation, Require(transaction, call, name));
        return absl::OkStatus();
      }));
  return operation;
}

absl::StatusOr<longrunning::Operation> Handlers::GetOperation(
    const rpc::Call& call, const longrunning::GetOperationRequest& request) {
  ASSIGN_OR_RETURN(const Operation operation, Read(call, request.name()));
  return ToProto(operation);
}

absl::StatusOr<longrunning::ListOperationsResponse> Handlers::ListOperations(
    const rpc::Call& call, const longrunning::ListOperationsRequest& request) {
  const int size = page::Size(request.page_size());
  std::vector<Operation> operations;
  RETURN_IF_ERROR(
      database_.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        Filter filter;
        bool sees = true;
        if (request.name().empty()) {
          filter.owner = call.caller().Name();
        } else {
          filter.scope = request.name();
          ASSIGN_OR_RETURN(sees, is_staff_(transaction, call, filter.scope));
        }
        RETURN_IF_ERROR(call.Require(sees));
        if (!request.filter().empty()) {
          return status::FieldFault("filter", status::v1::REASON_FILTER_INVALID, "must be empty");
        }
        ASSIGN_OR_RETURN(const std::string after, tokens_.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(operations, List(transaction, filter, after, size + 1));
        return absl::OkStatus();
      }));
  longrunning::ListOperationsResponse response;
  if (page::Cut(operations, size)) {
    response.set_next_page_token(
        tokens_.Make(call.caller().Name(), request, PositionOf(operations.back())));
  }
  for (const Operation& operation : operations) *response.add_operations() = ToProto(operation);
  return response;
}

absl::StatusOr<google::protobuf::Empty> Handlers::CancelOperation(
    const rpc::Call& call, const longrunning::CancelOperationRequest& request) {
  RETURN_IF_ERROR(
      database_.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(Require(transaction, call, request.name()).status());
        return Cancel(transaction, request.name(), clock_.Now());
      }));
  return google::protobuf::Empty();
}

absl::StatusOr<google::protobuf::Empty> Handlers::DeleteOperation(
    const rpc::Call& call, const longrunning::DeleteOperationRequest& request) {
  RETURN_IF_ERROR(
      database_.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Operation operation, Require(transaction, call, request.name()));
        if (operation.state == State::kUnderWay) {
          return status::WrongState(operation.name, kUnderWay);
        }
        const auto kind = kinds_.find(operation.kind);
        if (kind != kinds_.end()) {
          RETURN_IF_ERROR(kind->second->Removed(transaction, operation.name));
        }
        return Remove(transaction, operation.name);
      }));
  return google::protobuf::Empty();
}

absl::StatusOr<longrunning::Operation> Handlers::WaitOperation(
    const rpc::Call& call, const longrunning::WaitOperationRequest& request) {
  const absl::Time until = std::min(absl::Now() + Asked(request), call.deadline() - kAnswerTime);
  const Waiting waiting(waiting_);
  while (true) {
    ASSIGN_OR_RETURN(const Operation operation, Read(call, request.name()));
    const bool over = operation.state != State::kUnderWay;
    if (over || !waiting.allowed() || absl::Now() >= until || call.cancelled()) {
      return ToProto(operation);
    }
    absl::SleepFor(std::min(kLook, until - absl::Now()));
  }
}

}  // namespace telemachus::operation
