#include "common/trace/traceparent.h"

#include <string>

#include "absl/strings/escaping.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

template <typename Bytes>
std::string Hex(const Bytes& bytes) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void Try(absl::string_view header) {
  const auto parent = trace::ParseTraceParent(header);
  if (!parent.has_value()) return;
  const std::string trace_id = Hex(parent->trace_id);
  const std::string span_id = Hex(parent->span_id);
  Require(header.substr(3, 32) == absl::string_view(trace_id), "the trace id is the header's");
  Require(header.substr(36, 16) == absl::string_view(span_id), "the span id is the header's");
  Require(trace_id != std::string(32, '0') && span_id != std::string(16, '0'), "ids are not zero");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
