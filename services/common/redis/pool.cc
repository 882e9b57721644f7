#include "common/redis/pool.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::redis {
namespace {

// Between attempts to connect. The longest bounds how late a Redis that is back is noticed.
constexpr absl::Duration kFirstPause = absl::Milliseconds(20);
constexpr absl::Duration kLongestPause = absl::Seconds(2);

absl::Status Refused() {
  return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                       "no connection to Redis can be had now");
}

}  // namespace

Pool::Pool(const Options& options, Address address)
    : options_(options), address_(std::move(address)) {}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Take(absl::Time deadline) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> idle, Reserve(deadline));
  if (idle != nullptr) return idle;
  absl::StatusOr<std::unique_ptr<Connection>> opened = Connect(deadline);
  if (opened.ok()) return opened;
  sync::Lock lock(mutex_);
  --taken_;
  Fail();
  changed_.NotifyOne();
  return Refused();
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Reserve(absl::Time deadline) {
  sync::Lock lock(mutex_);
  while (taken_ >= options_.connections) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return Refused();
    changed_.WaitFor(mutex_, left);
  }
  while (!idle_.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->Stale()) continue;
    ++taken_;
    return connection;
  }
  if (failures_ > 0) {
    if (probing_ || absl::Now() < resume_) return Refused();
    probing_ = true;
  }
  ++taken_;
  return nullptr;
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Connect(absl::Time deadline) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(address_, deadline));
  if (options_.password.empty()) return connection;
  Words words = {"AUTH"};
  if (!options_.user.empty()) words.push_back(options_.user);
  words.push_back(options_.password);
  ASSIGN_OR_RETURN(const std::vector<Answer> answers, connection->Run({words}, deadline));
  if (answers.front().refusal.empty()) return connection;
  log::Error("Redis refuses to sign in", {{"refusal", log::Code(answers.front().refusal)}});
  return Refused();
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  sync::Lock lock(mutex_);
  if (failures_ > 0) log::Info("Redis answers again", {{"failures", failures_}});
  failures_ = 0;
  probing_ = false;
  --taken_;
  idle_.push_back(std::move(connection));
  changed_.NotifyOne();
}

void Pool::Drop(std::unique_ptr<Connection> connection, const absl::Status& status) {
  sync::Lock lock(mutex_);
  connection.reset();
  --taken_;
  probing_ = false;
  // One that was closed may be opened again at once; a Redis that is silent would keep every
  // caller for its whole time.
  if (absl::IsDeadlineExceeded(status)) Fail();
  changed_.NotifyOne();
}

void Pool::Fail() {
  if (failures_ == 0) log::Warning("Redis does not answer");
  metric::Count("redis_failures_total",
                "Connections to Redis that could not be had or went silent");
  probing_ = false;
  const absl::Duration grown = kFirstPause * (int64_t{1} << std::min(failures_, 16));
  const double share = absl::Uniform(absl::BitGen(), 0.5, 1.0);  // replicas do not come at once
  resume_ = absl::Now() + share * std::min(grown, kLongestPause);
  ++failures_;
}

}  // namespace telemachus::redis
