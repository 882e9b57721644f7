#ifndef TELEMACHUS_TESTS_SUPPORT_SHIFTED_CLOCK_H_
#define TELEMACHUS_TESTS_SUPPORT_SHIFTED_CLOCK_H_

#include <atomic>

#include "absl/time/clock.h"
#include "common/time/clock.h"

namespace telemachus::test {

// The machine's clock, until it is moved; from there it goes on. For what has to run on while a
// year passes. Thread-safe.
class ShiftedClock final : public time::Clock {
 public:
  absl::Time Now() const override { return absl::Now() + absl::Microseconds(shift_micros_.load()); }
  // Moves the clock, to a time.
  void Set(absl::Time now) { shift_micros_ = absl::ToInt64Microseconds(now - absl::Now()); }

 private:
  std::atomic<int64_t> shift_micros_ = 0;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_SHIFTED_CLOCK_H_
