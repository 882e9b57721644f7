#include "common/sql/pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/sql/driver/failure.h"

namespace telemachus::sql {

bool Pool::TakePlace(absl::Time deadline) {
  if (free_ > 0) {
    --free_;
    return true;
  }
  Waiter waiter;
  queue_.push_back(&waiter);
  while (!waiter.served) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) {
      queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
      return false;
    }
    waiter.served_changed.WaitFor(mutex_, left);
  }
  return true;
}

void Pool::GivePlace() {
  if (queue_.empty()) {
    ++free_;
    return;
  }
  Waiter* const next = queue_.front();
  queue_.pop_front();
  next->served = true;
  next->served_changed.NotifyOne();
}

absl::StatusOr<Pool::Lease> Pool::Acquire(absl::Time deadline) {
  {
    sync::Lock lock(mutex_);
    if (!TakePlace(deadline)) return NoConnection();
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
  }
  absl::StatusOr<std::unique_ptr<Connection>> opened = connect_(deadline);
  if (opened.ok()) return Lease(*this, *std::move(opened));
  sync::Lock lock(mutex_);
  GivePlace();
  return std::move(opened).status();
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  if (!connection->usable()) connection.reset();
  sync::Lock lock(mutex_);
  if (connection != nullptr) idle_.push_back(std::move(connection));
  GivePlace();
}

void Pool::DropIdle() {
  std::vector<std::unique_ptr<Connection>> dropped;  // closed outside of the lock
  sync::Lock lock(mutex_);
  dropped.swap(idle_);
}

}  // namespace telemachus::sql
