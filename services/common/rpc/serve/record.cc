#include "common/rpc/serve/record.h"

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/metric/metric.h"
#include "common/trace/names.h"

namespace telemachus::rpc {
namespace {

namespace names = trace::names;

std::string MethodOf(absl::string_view path) {
  return std::string(path.empty() ? names::kRpcMethodOther : absl::StripPrefix(path, "/"));
}

}  // namespace

Record Record::Serving(absl::string_view path, absl::string_view traceparent) {
  return Record(path, trace::Kind::kServer, traceparent);
}

Record Record::Calling(absl::string_view path) {
  return Record(path, trace::Kind::kClient, std::nullopt);
}

Record::Record(absl::string_view path, trace::Kind kind,
               std::optional<absl::string_view> traceparent)
    : method_(MethodOf(path)), serving_(kind == trace::Kind::kServer), began_(absl::Now()) {
  const absl::string_view name = path.empty() ? absl::string_view(names::kRpcSpanOther) : method_;
  if (traceparent.has_value()) {
    span_.emplace(name, kind, *traceparent);
    span_->Detach();
  } else {
    span_.emplace(name, kind);
  }
  span_->Set(names::kRpcSystemName, names::kRpcSystemGrpc);
  span_->Set(names::kRpcMethod, method_);
}

void Record::End(absl::StatusCode code) {
  const std::string name = absl::StatusCodeToString(code);
  span_->Set(names::kRpcStatusCode, name);
  span_->End(absl::Status(code, "")).IgnoreError();
  span_.reset();
  metric::Duration(
      serving_ ? "rpc_server_call_duration_seconds" : "rpc_client_call_duration_seconds",
      serving_ ? "How long calls took here." : "How long calls to others took.",
      {{"rpc_method", method_}, {"rpc_status_code", name}},
      absl::ToDoubleSeconds(absl::Now() - began_));
}

}  // namespace telemachus::rpc
