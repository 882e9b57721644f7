#ifndef TELEMACHUS_GATEWAY_FORWARD_LIMITS_H_
#define TELEMACHUS_GATEWAY_FORWARD_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"
#include "common/config/defaults.h"

namespace telemachus::gateway {

// Limits of the gateway, in one place.
struct Limits {
  // Largest request and answer.
  size_t message_bytes = 4 << 20;
  // Calls under way, and streams among them; more are refused. A connection to a service carries
  // 2,000 calls, and what comes beyond would wait for one to end.
  int calls = 8192;
  int streams = 2000;
  // Threads that verify tokens and ask the registry, and calls that wait for one.
  int threads = config::kThreads;
  size_t queue = 1024;
  // How long a call that is no stream may take where the caller names no time, and at most.
  absl::Duration default_deadline = absl::Seconds(10);
  absl::Duration longest_call = absl::Minutes(2);
  // How long a stream may last, and how long nothing may pass on it.
  absl::Duration longest_stream = absl::Hours(1);
  absl::Duration longest_silence = absl::Minutes(15);
  // How long the request may take to come.
  absl::Duration request_time = absl::Seconds(10);
  // How often it is asked again whether a stream's caller may still have it.
  absl::Duration recheck = absl::Seconds(30);
  // Kept back of the caller's time, so that there is some left to tell them that it ran out.
  absl::Duration reserve = absl::Milliseconds(20);
  // How long calls may finish at the end.
  absl::Duration drain = absl::Seconds(10);
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_LIMITS_H_
