#include "common/rpc/serve/wire.h"

#include "common/status/status.h"
#include "google/rpc/status.pb.h"

namespace telemachus::rpc {
namespace {

using status::v1::Reason;

// What a bare status of the transport means.
struct Meaning {
  absl::StatusCode code;
  Reason reason;
  const char* words;
};
constexpr Meaning kMeanings[] = {
    {absl::StatusCode::kCancelled, status::v1::REASON_CANCELLED, "The call was cancelled."},
    {absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
     "The time for the call ran out."},
    {absl::StatusCode::kResourceExhausted, status::v1::REASON_MESSAGE_TOO_LARGE,
     "The message is larger than the method takes."},
    {absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
     "A service that this call needs does not answer."},
    {absl::StatusCode::kUnimplemented, status::v1::REASON_UNKNOWN_METHOD,
     "There is no such method."},
};

absl::Status FromBare(absl::StatusCode code) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code == code) return status::Error(code, meaning.reason, meaning.words);
  }
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       "A service gave an answer that is none.");
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
                      status::ToProto(status).SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const int code = static_cast<int>(status.error_code());
  google::rpc::Status details;
  if (!status.error_details().empty() && details.ParseFromString(status.error_details()) &&
      details.code() == code) {
    return status::FromProto(details);
  }
  return FromBare(static_cast<absl::StatusCode>(code));
}

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::Slice Flat(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  if (!bytes.Valid()) return slice;
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok()) {
    return grpc::Slice();
  }
  return slice;
}

absl::string_view View(const grpc::Slice& slice) {
  return absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

bool Parse(const grpc::Slice& slice, google::protobuf::Message& message) {
  return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
}

}  // namespace telemachus::rpc
