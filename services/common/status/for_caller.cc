#include <array>

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "common/status/details.h"
#include "common/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace telemachus::status {
namespace {

// What may be said of a code without knowing more.
struct Generic {
  absl::StatusCode code;
  Reason reason;
  absl::string_view message;
};

constexpr std::array<Generic, 12> kGenerics = {{
    {absl::StatusCode::kCancelled, v1::REASON_CANCELLED, "The call was cancelled."},
    {absl::StatusCode::kInvalidArgument, v1::REASON_FIELD_MALFORMED, "The request is malformed."},
    {absl::StatusCode::kDeadlineExceeded, v1::REASON_DEADLINE_EXCEEDED,
     "The time given for this call ran out."},
    {absl::StatusCode::kNotFound, v1::REASON_NOT_FOUND, "What you name does not exist."},
    {absl::StatusCode::kAlreadyExists, v1::REASON_ALREADY_EXISTS, "It exists already."},
    {absl::StatusCode::kResourceExhausted, v1::REASON_OVERLOADED,
     "The server has more work than it takes on; try again later."},
    {absl::StatusCode::kFailedPrecondition, v1::REASON_WRONG_STATE,
     "The present state does not allow this."},
    {absl::StatusCode::kAborted, v1::REASON_CONFLICTING_CHANGE,
     "Another change came in between; try the whole call again."},
    {absl::StatusCode::kOutOfRange, v1::REASON_FIELD_OUT_OF_RANGE,
     "A value lies outside its bounds."},
    {absl::StatusCode::kUnimplemented, v1::REASON_UNKNOWN_METHOD, "There is no such method."},
    {absl::StatusCode::kUnavailable, v1::REASON_UNAVAILABLE,
     "Something this call needs does not answer now; try again."},
    {absl::StatusCode::kUnauthenticated, v1::REASON_TOKEN_INVALID,
     "The call came without usable credentials."},
}};

absl::Status Bare(absl::StatusCode code) {
  // Its text is fixed for all, so that it never tells absent from forbidden.
  if (code == absl::StatusCode::kPermissionDenied) return NotPermitted();
  for (const Generic& generic : kGenerics) {
    if (generic.code == code) return Error(code, generic.reason, generic.message);
  }
  return Error(code, v1::REASON_INTERNAL, "A fault on our side.");
}

absl::Status Ours(absl::StatusCode code, absl::string_view trace_id) {
  return Error(code, v1::REASON_INTERNAL, "A fault on our side; quote the trace id to support.",
               {{"trace_id", std::string(trace_id)}});
}

// Copies a detail if it is there; others, such as DebugInfo, stay inside.
template <typename... Details>
void CopyDetails(const absl::Status& from, absl::Status& to) {
  const auto copy = [&](const std::string& type_url) {
    if (const auto payload = from.GetPayload(type_url)) to.SetPayload(type_url, *payload);
  };
  (copy(TypeUrl<Details>()), ...);
}

}  // namespace

absl::Status ForCaller(const absl::Status& status, absl::string_view trace_id) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return status;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return Ours(status.code(), trace_id);
    default:
      break;
  }
  if (ReasonOf(status) == v1::REASON_UNSPECIFIED) return Bare(status.code());
  absl::Status shown(status.code(), status.message());
  CopyDetails<google::rpc::ErrorInfo, google::rpc::BadRequest, google::rpc::PreconditionFailure,
              google::rpc::QuotaFailure, google::rpc::RetryInfo, google::rpc::LocalizedMessage>(
      status, shown);
  return shown;
}

}  // namespace telemachus::status
