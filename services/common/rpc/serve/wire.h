#ifndef TELEMACHUS_COMMON_RPC_SERVE_WIRE_H_
#define TELEMACHUS_COMMON_RPC_SERVE_WIRE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

// How statuses and messages travel, and the settings on which both ends of a connection agree.
namespace telemachus::rpc {

// The metadata key of the W3C trace context.
inline constexpr char kTraceParentMetadata[] = "traceparent";

// Most metadata of one call, in bytes; status details travel in it too.
inline constexpr int kMetadataBytes = 16 << 10;
// Largest message in either direction, unless a server's limits say otherwise.
inline constexpr int kMessageBytes = 4 << 20;

// How often an idle connection with calls on it is asked whether the other end lives, and how long
// the answer may take.
inline constexpr absl::Duration kKeepaliveTime = absl::Minutes(1);
inline constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(20);
// A server takes such questions at this rate; below what a client asks, so that none is cut off.
inline constexpr absl::Duration kKeepaliveAllowed = absl::Seconds(30);

// The status with its google.rpc details, and back. A status without details gets the reason its
// code stands for, and a text of ours: the transport's own names addresses.
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

// The message's bytes.
grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);
// The bytes in one piece; copies them only if they came in several.
grpc::Slice Flat(const grpc::ByteBuffer& bytes);
absl::string_view View(const grpc::Slice& slice);
// Whether the bytes were a message of this type.
bool Parse(const grpc::Slice& slice, google::protobuf::Message& message);

// An absl::Duration as channel arguments take it.
inline int Millis(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_WIRE_H_
