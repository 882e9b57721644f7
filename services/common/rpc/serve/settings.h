#ifndef TELEMACHUS_COMMON_RPC_SERVE_SETTINGS_H_
#define TELEMACHUS_COMMON_RPC_SERVE_SETTINGS_H_

#include "common/rpc/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/channel_arguments.h"

// The transport's settings on either end of a connection; those on which the ends have to agree
// stand in wire.h.
namespace telemachus::rpc {

// Of a channel to a server of ours.
grpc::ChannelArguments ChannelSettings();

// Of a server of ours.
void Configure(const Limits& limits, grpc::ServerBuilder& builder);

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_SETTINGS_H_
