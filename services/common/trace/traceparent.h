#ifndef TELEMACHUS_COMMON_TRACE_TRACEPARENT_H_
#define TELEMACHUS_COMMON_TRACE_TRACEPARENT_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace telemachus::trace {

// What a W3C `traceparent` header says.
struct RemoteParent {
  std::array<uint8_t, 16> trace_id;
  std::array<uint8_t, 8> span_id;
  bool sampled = false;  // the one flag we know; others are dropped
};

// Reads a header by the W3C's rules: lower-case hex, no all-zero id, a version above ours by its
// known prefix. Nothing if it is malformed.
std::optional<RemoteParent> ParseTraceParent(absl::string_view header);

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_TRACEPARENT_H_
