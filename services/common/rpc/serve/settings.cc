#include "common/rpc/serve/settings.h"

#include <memory>

#include "common/rpc/serve/wire.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"

namespace telemachus::rpc {
namespace {

// Calls at once on one connection; the gateway has one connection to each replica.
constexpr int kStreamsPerConnection = 2000;
constexpr absl::Duration kHandshakeTimeout = absl::Seconds(10);
// How long calls on a connection may go on once it has reached its age.
constexpr absl::Duration kConnectionGrace = absl::Minutes(5);
// How fast a server that is back is found again.
constexpr absl::Duration kFirstReconnect = absl::Milliseconds(100);
constexpr absl::Duration kLastReconnect = absl::Seconds(2);
constexpr absl::Duration kConnectTimeout = absl::Seconds(2);

}  // namespace

grpc::ChannelArguments ChannelSettings() {
  grpc::ChannelArguments settings;
  settings.SetLoadBalancingPolicyName("round_robin");
  settings.SetMaxReceiveMessageSize(kMessageBytes);
  settings.SetMaxSendMessageSize(kMessageBytes);
  settings.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytes);
  settings.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  settings.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(kKeepaliveTime));
  settings.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(kKeepaliveTimeout));
  settings.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  settings.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, Millis(kFirstReconnect));
  settings.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, Millis(kLastReconnect));
  settings.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, Millis(kConnectTimeout));
  return settings;
}

void Configure(const Limits& limits, grpc::ServerBuilder& builder) {
  const int message_bytes = static_cast<int>(limits.message_bytes);
  builder.SetMaxReceiveMessageSize(message_bytes);
  builder.SetMaxSendMessageSize(message_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Millis(kHandshakeTimeout));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Millis(limits.connection_age));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Millis(kConnectionGrace));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(kKeepaliveTime));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(kKeepaliveTimeout));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Millis(kKeepaliveAllowed));
  // Two servers on one port would share its calls at random.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetOption(std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
}

}  // namespace telemachus::rpc
