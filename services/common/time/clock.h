#ifndef TELEMACHUS_COMMON_TIME_CLOCK_H_
#define TELEMACHUS_COMMON_TIME_CLOCK_H_

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace telemachus::time {

// Where the time comes from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // The present moment.
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace telemachus::time

#endif  // TELEMACHUS_COMMON_TIME_CLOCK_H_
