#include "common/operation/runner.h"

#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/operation/store.h"
#include "common/operation/turn.h"
#include "common/status/macros.h"
#include "common/sync/mutex.h"

namespace telemachus::operation {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);

absl::Time Deadline() { return absl::Now() + kTimeout; }

}  // namespace

// The thread of Start().
class Runner::Loop {
 public:
  Loop(Runner& runner, absl::Duration interval)
      : runner_(runner), interval_(interval), thread_([this] { Run(); }) {}
  ~Loop() {
    {
      sync::Lock lock(mutex_);
      stopping_ = true;
    }
    changed_.NotifyAll();
    thread_.join();
  }

  void Wake() {
    {
      sync::Lock lock(mutex_);
      woken_ = true;
    }
    changed_.NotifyAll();
  }

 private:
  bool Stopping() {
    sync::Lock lock(mutex_);
    return stopping_;
  }
  void Run() {
    while (!Stopping()) {
      const absl::StatusOr<int> steps = runner_.RunUntil([this] { return Stopping(); });
      if (!steps.ok()) log::Warning("operations cannot be run now", {{"status", steps.status()}});
      sync::Lock lock(mutex_);
      if (!stopping_ && !woken_) changed_.WaitFor(mutex_, interval_);
      woken_ = false;
    }
  }

  Runner& runner_;
  const absl::Duration interval_;
  sync::Mutex mutex_;
  sync::Condition changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses what stands above
};

Runner::Runner(sql::Database& database, const time::Clock& clock, id::IdSource& ids, Kinds kinds)
    : database_(database), clock_(clock), kinds_(std::move(kinds)), holder_(ids.Next()) {}

Runner::~Runner() { Stop(); }

void Runner::Start(absl::Duration interval) { loop_ = std::make_unique<Loop>(*this, interval); }

void Runner::Stop() { loop_.reset(); }

void Runner::Wake() {
  if (loop_ != nullptr) loop_->Wake();
}

absl::StatusOr<int> Runner::RunDue() {
  return RunUntil([] { return false; });
}

absl::StatusOr<int> Runner::RunUntil(const std::function<bool()>& stopping) {
  RETURN_IF_ERROR(RemoveExpired(clock_.Now()));
  int steps = 0;
  while (!stopping()) {
    const absl::Time now = clock_.Now();
    std::string name;
    RETURN_IF_ERROR(database_.Read(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(name, FindDue(transaction, now));
      return absl::OkStatus();
    }));
    if (name.empty()) break;
    bool taken = false;
    Operation operation;
    RETURN_IF_ERROR(
        database_.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(taken, Take(transaction, name, holder_, now, now + kLease));
          if (!taken) return absl::OkStatus();
          ASSIGN_OR_RETURN(operation, Load(transaction, name));
          return absl::OkStatus();
        }));
    if (!taken) continue;
    const auto kind = kinds_.find(operation.kind);
    Turn turn(database_, clock_, holder_, std::move(operation),
              kind == kinds_.end() ? nullptr : kind->second);
    ASSIGN_OR_RETURN(const int done, turn.Run(stopping));
    steps += done;
  }
  return steps;
}

absl::Status Runner::RemoveExpired(absl::Time now) {
  std::vector<Operation> expired;
  RETURN_IF_ERROR(database_.Read(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(expired, FindExpired(transaction, now));
    return absl::OkStatus();
  }));
  for (const Operation& operation : expired) {
    const auto kind = kinds_.find(operation.kind);
    if (kind == kinds_.end()) continue;
    RETURN_IF_ERROR(
        database_.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
          RETURN_IF_ERROR(kind->second->Removed(transaction, operation.name));
          return Remove(transaction, operation.name);
        }));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::operation
