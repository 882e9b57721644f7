#include "common/trace/traceparent.h"

#include <algorithm>

namespace telemachus::trace {
namespace {

// "00-" trace id "-" span id "-" flags.
constexpr size_t kLength = 55;
constexpr size_t kTraceIdAt = 3;
constexpr size_t kSpanIdAt = 36;
constexpr size_t kFlagsAt = 53;

// The value of a lower-case hex digit, or -1.
int Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Reads `size` bytes of hex into `bytes`; false if a character is no digit.
bool ReadHex(absl::string_view hex, uint8_t* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    const int high = Digit(hex[2 * i]);
    const int low = Digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

template <size_t kSize>
bool ReadId(absl::string_view hex, std::array<uint8_t, kSize>& id) {
  return ReadHex(hex, id.data(), kSize) &&
         std::any_of(id.begin(), id.end(), [](uint8_t byte) { return byte != 0; });
}

}  // namespace

std::optional<RemoteParent> ParseTraceParent(absl::string_view header) {
  if (header.size() < kLength) return std::nullopt;
  if (header[2] != '-' || header[kSpanIdAt - 1] != '-' || header[kFlagsAt - 1] != '-') {
    return std::nullopt;
  }
  uint8_t version = 0;
  if (!ReadHex(header.substr(0, 2), &version, 1) || version == 0xff) return std::nullopt;
  if (header.size() > kLength && (version == 0 || header[kLength] != '-')) return std::nullopt;
  RemoteParent parent;
  uint8_t flags = 0;
  if (!ReadId(header.substr(kTraceIdAt, 32), parent.trace_id) ||
      !ReadId(header.substr(kSpanIdAt, 16), parent.span_id) ||
      !ReadHex(header.substr(kFlagsAt, 2), &flags, 1)) {
    return std::nullopt;
  }
  parent.sampled = (flags & 1) != 0;
  return parent;
}

}  // namespace telemachus::trace
