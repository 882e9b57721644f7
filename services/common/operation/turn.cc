#include "common/operation/turn.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/operation/runner.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/trace/span.h"

namespace telemachus::operation {
namespace {

// A step that takes longer than this, less than a lease, is interrupted while that still holds.
constexpr absl::Duration kStepTimeout = absl::Seconds(8);
// A failed step waits this long, doubled with each further failure up to the longest.
constexpr absl::Duration kFirstDelay = absl::Seconds(1);
constexpr absl::Duration kLongestDelay = absl::Minutes(5);
constexpr int kDoublingsMax = 9;
// Failures in a row after which an operation is given up.
constexpr int kMostAttempts = 20;
// When to look again at an operation of a kind that this program does not know.
constexpr absl::Duration kUnknownDelay = absl::Minutes(1);

absl::Time Deadline() { return absl::Now() + kStepTimeout; }

bool MayPass(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

absl::Duration DelayAfter(int64_t attempts) {
  const int doublings = static_cast<int>(std::min<int64_t>(attempts, kDoublingsMax));
  return std::min(kFirstDelay * (1 << doublings), kLongestDelay);
}

absl::Status Cancelled() {
  return status::Error(absl::StatusCode::kCancelled, status::v1::REASON_CANCELLED,
                       "the operation was cancelled");
}

absl::Status TookTooLong() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "the operation took too long and was given up");
}

void CountStep(const std::string& kind, const char* outcome) {
  metric::Count("operation_steps_total", "Steps of long-running operations, by what came of them.",
                {{"kind", kind}, {"outcome", outcome}});
}

}  // namespace

Turn::Turn(sql::Database& database, const time::Clock& clock, const std::string& holder,
           Operation operation, Kind* kind)
    : database_(database),
      clock_(clock),
      holder_(holder),
      operation_(std::move(operation)),
      kind_(kind) {}

absl::StatusOr<int> Turn::Run(const std::function<bool()>& stopping) {
  if (kind_ == nullptr) {
    log::Warning("an operation is of unknown kind", {{"kind", log::Code(operation_.kind)}});
    RETURN_IF_ERROR(GiveBack(clock_.Now() + kUnknownDelay, /*failed=*/false));
    return 0;
  }
  absl::StatusOr<std::unique_ptr<Work>> work = kind_->TakeUp(operation_.name, Deadline());
  if (!work.ok()) {
    RETURN_IF_ERROR(Failed(work.status()));
    return 0;
  }
  for (int steps = 0;; ++steps) {
    if (stopping()) {
      RETURN_IF_ERROR(GiveBack(clock_.Now(), /*failed=*/false));
      return steps;
    }
    const absl::StatusOr<Outcome> outcome = DoStep(**work);
    if (!outcome.ok()) {
      RETURN_IF_ERROR(Failed(outcome.status()));
      return steps;
    }
    if (*outcome == Outcome::kLost) return steps;
    if (*outcome == Outcome::kOver) return steps + 1;
  }
}

absl::StatusOr<Turn::Outcome> Turn::DoStep(Work& work) {
  trace::Span span(absl::StrCat("operation ", operation_.kind));
  const absl::Time now = clock_.Now();
  Outcome outcome = Outcome::kGoesOn;
  RETURN_IF_ERROR(
      span.End(database_.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(outcome, StepIn(transaction, work, now));
        return absl::OkStatus();
      })));
  if (outcome == Outcome::kLost) return outcome;
  ++operation_.step;
  operation_.attempts = 0;
  CountStep(operation_.kind, "done");
  return outcome;
}

absl::StatusOr<Turn::Outcome> Turn::StepIn(sql::Transaction& transaction, Work& work,
                                           absl::Time now) {
  const std::string& name = operation_.name;
  ASSIGN_OR_RETURN(const bool held,
                   Begin(transaction, name, holder_, operation_.step, now + kLease));
  if (!held) return Outcome::kLost;
  ASSIGN_OR_RETURN(const Operation present, Load(transaction, name));
  if (present.cancelling || now - present.created > kLongest) {
    const absl::Status why = present.cancelling ? Cancelled() : TookTooLong();
    RETURN_IF_ERROR(Fail(transaction, name, status::ToProto(why), now));
    RETURN_IF_ERROR(kind_->Ended(transaction, name));
    return Outcome::kOver;
  }
  ASSIGN_OR_RETURN(const Step step, work.Run(transaction, present.cursor, now));
  RETURN_IF_ERROR(Advance(transaction, name, step));
  if (!step.response.has_value()) return Outcome::kGoesOn;
  RETURN_IF_ERROR(Succeed(transaction, name, *step.response, now));
  RETURN_IF_ERROR(kind_->Ended(transaction, name));
  return Outcome::kOver;
}

absl::Status Turn::Failed(const absl::Status& status) {
  const bool again = MayPass(status) && operation_.attempts + 1 < kMostAttempts;
  CountStep(operation_.kind, again ? "postponed" : "failed");
  log::Warning("a step of an operation failed", {{"kind", log::Code(operation_.kind)},
                                                 {"operation", log::Id(operation_.name)},
                                                 {"attempts", operation_.attempts + 1},
                                                 {"status", status}});
  if (!again) return EndWith(status);
  return GiveBack(clock_.Now() + DelayAfter(operation_.attempts), /*failed=*/true);
}

absl::Status Turn::EndWith(const absl::Status& status) {
  const google::rpc::Status error =
      status::ToProto(status::ForCaller(status, trace::CurrentTraceId()));
  const absl::Time now = clock_.Now();
  return database_.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const bool held,
                     Begin(transaction, operation_.name, holder_, operation_.step, now + kLease));
    if (!held) return absl::OkStatus();
    RETURN_IF_ERROR(Fail(transaction, operation_.name, error, now));
    return kind_->Ended(transaction, operation_.name);
  });
}

absl::Status Turn::GiveBack(absl::Time due, bool failed) {
  return database_.Transact(Deadline(), [&](sql::Transaction& transaction) {
    return Release(transaction, operation_.name, holder_, due, failed);
  });
}

}  // namespace telemachus::operation
