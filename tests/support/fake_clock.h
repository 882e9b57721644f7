#ifndef TELEMACHUS_TESTS_SUPPORT_FAKE_CLOCK_H_
#define TELEMACHUS_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <atomic>

#include "common/time/clock.h"

namespace telemachus::test {

// A clock that stands still until it is moved. Thread-safe.
class FakeClock final : public time::Clock {
 public:
  explicit FakeClock(absl::Time now) : micros_(absl::ToUnixMicros(now)) {}
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  // Moves the clock, to a time or by a while.
  void Set(absl::Time now) { micros_ = absl::ToUnixMicros(now); }
  void Advance(absl::Duration by) { micros_ += absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_FAKE_CLOCK_H_
