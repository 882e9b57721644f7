#ifndef TELEMACHUS_GATEWAY_FORWARD_OUTCOME_H_
#define TELEMACHUS_GATEWAY_FORWARD_OUTCOME_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/server_context.h"

// How the end of a call is told to the caller.
namespace telemachus::gateway {

// When a caller who was refused for want of something may come again.
inline constexpr absl::Duration kTryAgain = absl::Seconds(1);

// UNIMPLEMENTED: no public method has this name.
absl::Status NoSuchMethod();
// RESOURCE_EXHAUSTED: more calls are under way than are taken on.
absl::Status Overloaded();
// DEADLINE_EXCEEDED: the caller's time, or the longest we give, is over.
absl::Status TooLate();
// DEADLINE_EXCEEDED: the stream was open and nothing passed.
absl::Status Silent();
// CANCELLED: the caller went away.
absl::Status Gone();
// UNAVAILABLE: the service behind went away.
absl::Status ServiceAway();
// RESOURCE_EXHAUSTED: the request is over the limit.
absl::Status MessageTooLarge();
// INVALID_ARGUMENT: the call ended before any request came.
absl::Status NoRequest();

// What is the caller's business of what a service said. A service that does not accept our
// assertion is a fault of ours, and none of the caller's token.
absl::Status ForOutside(const absl::Status& status, absl::string_view trace_id);

// Passes the service's trailing metadata on, without what gRPC itself writes.
void PassTrailers(const grpc::ClientContext& from, grpc::ServerContextBase& to);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_OUTCOME_H_
