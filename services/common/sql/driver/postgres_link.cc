#include "common/sql/driver/postgres_link.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/time/clock.h"

namespace telemachus::sql {
namespace {

// How long a cancelled statement may take to stop.
constexpr absl::Duration kCancelGrace = absl::Seconds(1);
// Longest single wait; then the clock is looked at again.
constexpr absl::Duration kLongestPoll = absl::Seconds(10);
// Bounds what libpq waits for by itself (milliseconds): the way of a cancel, and a dead network.
constexpr char kTcpTimeoutMs[] = "5000";

int PollMilliseconds(absl::Duration left) {
  // Rounded up, so that the wait does not end just before the deadline and spin.
  return static_cast<int>(
      absl::ToInt64Milliseconds(absl::Ceil(std::min(left, kLongestPoll), absl::Milliseconds(1))));
}

}  // namespace

std::unique_ptr<PostgresLink> PostgresLink::Connect(const std::string& target,
                                                    absl::Time deadline) {
  std::unique_ptr<PostgresLink> link(new PostgresLink);
  if (!link->Start(target, deadline)) return nullptr;
  if (PQsetnonblocking(link->connection_, 1) != 0) return nullptr;
  if (PQenterPipelineMode(link->connection_) != 1) return nullptr;
  return link;
}

PostgresLink::~PostgresLink() { PQfinish(connection_); }

bool PostgresLink::Start(const std::string& target, absl::Time deadline) {
  // What follows overrides what came before: the target our defaults, the encoding the target.
  const char* const keywords[] = {"application_name", "tcp_user_timeout", "dbname",
                                  "client_encoding", nullptr};
  const char* const values[] = {"telemachus", kTcpTimeoutMs, target.c_str(), "UTF8", nullptr};
  connection_ = PQconnectStartParams(keywords, values, /*expand_dbname=*/1);
  if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD) return false;
  // The server's remarks would go to standard error.
  PQsetNoticeReceiver(
      connection_, [](void*, const PGresult*) {}, nullptr);
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) return false;
    const int16_t events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (Poll(events, deadline) != Wait::kDone) return false;
    next = PQconnectPoll(connection_);
  }
  return true;
}

PostgresLink::Wait PostgresLink::Poll(int16_t events, absl::Time deadline) {
  pollfd socket = {PQsocket(connection_), events, 0};
  if (socket.fd < 0) return Wait::kBroken;
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return Wait::kLate;
    const int ready = poll(&socket, 1, PollMilliseconds(left));
    if (ready > 0) return Wait::kDone;
    if (ready < 0 && errno != EINTR) return Wait::kBroken;
  }
}

PostgresLink::Wait PostgresLink::Await(absl::Time deadline) {
  while (true) {
    const int unsent = PQflush(connection_);
    if (unsent < 0) return Wait::kBroken;
    if (unsent == 0 && PQisBusy(connection_) == 0) return Wait::kDone;
    const Wait wait = Poll(unsent > 0 ? POLLIN | POLLOUT : POLLIN, deadline);
    if (wait != Wait::kDone) return wait;
    if (PQconsumeInput(connection_) != 1) return Wait::kBroken;
  }
}

PostgresLink::Wait PostgresLink::AwaitOrCancel(absl::Time deadline, AtDeadline at_deadline,
                                               bool& cancelled) {
  const Wait wait = Await(cancelled ? deadline + kCancelGrace : deadline);
  if (wait != Wait::kLate || cancelled || at_deadline == AtDeadline::kAbandon) return wait;
  Cancel();
  cancelled = true;
  return Await(absl::Now() + kCancelGrace);
}

void PostgresLink::Cancel() {
  char unused[256];  // where libpq puts its words
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection_),
                                                                  &PQfreeCancel);
  if (cancel != nullptr) PQcancel(cancel.get(), unused, sizeof(unused));
}

Failure PostgresLink::Collect(absl::Time deadline, AtDeadline at_deadline,
                              absl::FunctionRef<Failure(PGresult*)> on_result) {
  if (PQpipelineSync(connection_) != 1) return FromSqlState("");
  ++unread_;
  Failure failure;
  bool cancelled = false;
  while (unread_ > 0) {
    const Wait wait = AwaitOrCancel(deadline, at_deadline, cancelled);
    if (wait == Wait::kLate) {
      Failure late = OutOfTime();
      late.fault = Fault::kLost;
      return late;
    }
    // A broken link may still hold the server's last words, which tell nothing that matters.
    if (wait == Wait::kBroken || PQstatus(connection_) == CONNECTION_BAD) return FromSqlState("");
    const Result result(PQgetResult(connection_));
    if (result == nullptr) continue;  // stands between the results of two commands
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
      --unread_;
      continue;
    }
    const bool ours = unread_ == 1;
    if (ours && failure.ok()) failure = on_result(result.get());
  }
  if (cancelled && failure.code != "57014") {
    // The cancel came too late for this statement and might hit a later one.
    failure = OutOfTime();
    failure.fault = Fault::kLost;
  }
  return failure;
}

void PostgresLink::Leave() {
  if (PQpipelineSync(connection_) != 1) return;  // the next Collect() finds it broken
  ++unread_;
  PQflush(connection_);
}

}  // namespace telemachus::sql
