#ifndef TELEMACHUS_GATEWAY_BIND_H_
#define TELEMACHUS_GATEWAY_BIND_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"

namespace telemachus::gateway {

// Starts the gateway of the product as the flags say. `clock` outlives it.
absl::StatusOr<std::unique_ptr<rpc::Server>> StartFromFlags(const time::Clock& clock);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_BIND_H_
