#include "common/status/status.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/details.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace telemachus::status {
namespace {

constexpr absl::string_view kReasonPrefix = "REASON_";

// The reason as it travels: the enum's name without its prefix.
std::string WireName(Reason reason) {
  return std::string(absl::StripPrefix(v1::Reason_Name(reason), kReasonPrefix));
}

}  // namespace

absl::Status Error(absl::StatusCode code, Reason reason, absl::string_view message,
                   const Metadata& metadata) {
  // A fault that turned into success would be the worst of all faults.
  if (code == absl::StatusCode::kOk) code = absl::StatusCode::kInternal;
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(WireName(reason));
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  SetDetail(status, info);
  return status;
}

absl::Status NotPermitted() {
  return Error(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_PERMITTED,
               "You may not do this, or what you name does not exist.");
}

absl::Status NotFound(absl::string_view resource) {
  return Error(absl::StatusCode::kNotFound, v1::REASON_NOT_FOUND,
               absl::StrCat(resource, " does not exist."), {{"resource", std::string(resource)}});
}

absl::Status WrongState(absl::string_view resource, absl::string_view state) {
  const std::string message =
      absl::StrCat(resource, " is in state ", state, ", which does not allow this.");
  absl::Status status =
      Error(absl::StatusCode::kFailedPrecondition, v1::REASON_WRONG_STATE, message,
            {{"resource", std::string(resource)}, {"state", std::string(state)}});
  google::rpc::PreconditionFailure failure;
  auto& violation = *failure.add_violations();
  violation.set_type(WireName(v1::REASON_WRONG_STATE));
  violation.set_subject(resource.data(), resource.size());
  violation.set_description(message);
  SetDetail(status, failure);
  return status;
}

absl::Status StaleEtag(absl::string_view resource) {
  return Error(absl::StatusCode::kAborted, v1::REASON_STALE_ETAG,
               absl::StrCat(resource, " was changed since you read it; read it again."),
               {{"resource", std::string(resource)}});
}

absl::Status RetryLater(absl::StatusCode code, Reason reason, absl::string_view message,
                        absl::Duration delay) {
  absl::Status status = Error(code, reason, message);
  google::rpc::RetryInfo retry;
  const absl::Duration within = std::clamp(delay, absl::ZeroDuration(), kMaxRetryDelay);
  absl::Duration rest;
  retry.mutable_retry_delay()->set_seconds(absl::IDivDuration(within, absl::Seconds(1), &rest));
  retry.mutable_retry_delay()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(rest)));
  SetDetail(status, retry);
  return status;
}

void FieldFaults::Add(absl::string_view field, Reason reason, absl::string_view words) {
  if (faults_.size() == kMaxFaults) {
    ++untold_;
    return;
  }
  faults_.push_back({std::string(field), reason, std::string(words)});
}

absl::Status FieldFaults::ToStatus() const {
  if (faults_.empty()) return absl::OkStatus();
  const Fault& first = faults_.front();
  const size_t others = faults_.size() - 1 + untold_;
  std::string message = absl::StrCat(first.field, ": ", first.words);
  Metadata metadata = {{"field", first.field}};
  if (others > 0) {
    absl::StrAppend(&message, " (and ", others, " more)");
    metadata.emplace_back("other_faults", absl::StrCat(others));
  }
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, first.reason, message, metadata);
  google::rpc::BadRequest bad_request;
  for (const Fault& fault : faults_) {
    auto& violation = *bad_request.add_field_violations();
    violation.set_field(fault.field);
    violation.set_description(absl::StrCat(WireName(fault.reason), ": ", fault.words));
  }
  SetDetail(status, bad_request);
  return status;
}

absl::Status FieldFault(absl::string_view field, Reason reason, absl::string_view words) {
  FieldFaults faults;
  faults.Add(field, reason, words);
  return faults.ToStatus();
}

absl::Status AtField(absl::Status status, absl::string_view field) {
  google::rpc::BadRequest bad_request;
  auto& violation = *bad_request.add_field_violations();
  violation.set_field(field.data(), field.size());
  violation.set_description(
      absl::StrCat(WireName(ReasonOf(status)), ": ", absl::string_view(status.message())));
  SetDetail(status, bad_request);
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  const auto info = GetDetail<google::rpc::ErrorInfo>(status);
  Reason reason = v1::REASON_UNSPECIFIED;
  if (!info.has_value() || info->domain() != kErrorDomain) return reason;
  if (!v1::Reason_Parse(absl::StrCat(kReasonPrefix, info->reason()), &reason)) {
    return v1::REASON_UNSPECIFIED;
  }
  return reason;
}

}  // namespace telemachus::status
