#include "gateway/forward/outcome.h"

#include <string>

#include "absl/strings/match.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace telemachus::gateway {

absl::Status NoSuchMethod() {
  return status::Error(absl::StatusCode::kUnimplemented, status::v1::REASON_UNKNOWN_METHOD,
                       "There is no such method.");
}

absl::Status Overloaded() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, status::v1::REASON_OVERLOADED,
                            "There are more calls at present than are taken on.", kTryAgain);
}

absl::Status TooLate() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "The time for the call ran out.");
}

absl::Status Silent() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "Nothing passed on the stream for too long.");
}

absl::Status Gone() {
  return status::Error(absl::StatusCode::kCancelled, status::v1::REASON_CANCELLED,
                       "The call was cancelled.");
}

absl::Status ServiceAway() {
  return status::RetryLater(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                            "A service that this call needs does not answer.", kTryAgain);
}

absl::Status MessageTooLarge() {
  return status::Error(absl::StatusCode::kResourceExhausted, status::v1::REASON_MESSAGE_TOO_LARGE,
                       "The message is larger than the method takes.");
}

absl::Status NoRequest() {
  return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_FIELD_REQUIRED,
                       "The call came without a request.");
}

absl::Status ForOutside(const absl::Status& status, absl::string_view trace_id) {
  if (status.ok()) return status;
  if (status.code() == absl::StatusCode::kUnauthenticated) {
    log::Error("a service does not accept the gateway's assertion", {{"status", status}});
    return status::ForCaller(absl::InternalError(""), trace_id);
  }
  return status::ForCaller(status, trace_id);
}

void PassTrailers(const grpc::ClientContext& from, grpc::ServerContextBase& to) {
  for (const auto& [name, value] : from.GetServerTrailingMetadata()) {
    const std::string key(name.data(), name.size());
    if (absl::StartsWith(key, "grpc-")) continue;
    to.AddTrailingMetadata(key, std::string(value.data(), value.size()));
  }
}

}  // namespace telemachus::gateway
