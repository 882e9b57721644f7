#include "common/rpc/channel.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/rpc/serve/record.h"
#include "common/rpc/serve/settings.h"
#include "common/rpc/serve/wire.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/sync/mutex.h"
#include "common/trace/names.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/client_unary_call.h"
#include "grpcpp/impl/rpc_method.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/sync_stream.h"

namespace telemachus::rpc {
namespace {

using google::protobuf::Message;
using grpc::internal::RpcMethod;

// Kept back of the caller's time, so that an answer of ours still arrives within it.
constexpr absl::Duration kKeptBack = absl::Milliseconds(20);
// The time of a call whose caller has all the time in the world.
constexpr absl::Duration kLongest = absl::Minutes(10);
// A mistake of the program, not of its callers.
absl::Status Misused(absl::string_view method, absl::string_view words) {
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       absl::StrCat(method, " ", words));
}

absl::Status Unreadable(absl::string_view method) {
  return Misused(method, "answered with another message.");
}

absl::Status Late() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, status::v1::REASON_DEADLINE_EXCEEDED,
                       "The time for the call ran out.");
}

// The host and port of a target, as spans name the server.
std::pair<std::string, int> AddressOf(absl::string_view target) {
  target = target.substr(target.find_last_of('/') + 1);
  const size_t colon = target.find_last_of(':');
  int port = 0;
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(target.substr(colon + 1), &port)) {
    return {std::string(target), 0};
  }
  return {std::string(target.substr(0, colon)), port};
}

// A method, checked against the descriptors once and registered with the channel.
struct KnownMethod {
  KnownMethod(const std::string& path, const google::protobuf::MethodDescriptor& descriptor,
              const std::shared_ptr<grpc::Channel>& channel)
      : path(path),
        descriptor(descriptor),
        transport(
            this->path.c_str(),
            descriptor.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC,
            channel) {}
  const std::string path;
  const google::protobuf::MethodDescriptor& descriptor;
  const RpcMethod transport;
};

}  // namespace

class OpenedChannel final : public Channel {
 public:
  OpenedChannel(const std::string& target, Identify identify)
      : identify_(std::move(identify)),
        address_(AddressOf(target)),
        channel_(grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                           ChannelSettings())) {}

  absl::Status Unary(absl::string_view method, const Message& request, absl::Time deadline,
                     Message& response) override {
    ASSIGN_OR_RETURN(const KnownMethod* known, Find(method, request, response, false));
    Record record = Record::Calling(method);
    absl::Status status = CallUnary(*known, request, deadline, response, record.span());
    record.End(status.code());
    return status;
  }

  absl::Status Stream(absl::string_view method, const Message& request, absl::Time deadline,
                      Message& response,
                      const std::function<absl::Status(const Message&)>& each) override {
    ASSIGN_OR_RETURN(const KnownMethod* known, Find(method, request, response, true));
    Record record = Record::Calling(method);
    absl::Status status = CallStream(*known, request, deadline, response, each, record.span());
    record.End(status.code());
    return status;
  }

 private:
  absl::Status CallUnary(const KnownMethod& method, const Message& request, absl::Time deadline,
                         Message& response, trace::Span& span) {
    grpc::ClientContext context;
    grpc::ByteBuffer bytes, answer;
    RETURN_IF_ERROR(Prepare(method, request, deadline, span, context, bytes));
    RETURN_IF_ERROR(FromGrpc(grpc::internal::BlockingUnaryCall(channel_.get(), method.transport,
                                                               &context, bytes, &answer)));
    if (!Parse(Flat(answer), response)) return Unreadable(method.path);
    return absl::OkStatus();
  }

  absl::Status CallStream(const KnownMethod& method, const Message& request, absl::Time deadline,
                          Message& response,
                          const std::function<absl::Status(const Message&)>& each,
                          trace::Span& span) {
    grpc::ClientContext context;
    grpc::ByteBuffer bytes, answer;
    RETURN_IF_ERROR(Prepare(method, request, deadline, span, context, bytes));
    const std::unique_ptr<grpc::ClientReader<grpc::ByteBuffer>> reader(
        grpc::internal::ClientReaderFactory<grpc::ByteBuffer>::Create(
            channel_.get(), method.transport, &context, bytes));
    absl::Status ended;
    while (ended.ok() && reader->Read(&answer)) {
      ended = Parse(Flat(answer), response) ? each(response) : Unreadable(method.path);
    }
    if (!ended.ok()) context.TryCancel();
    const absl::Status status = FromGrpc(reader->Finish());
    return ended.ok() ? status : ended;
  }

  // The time, the identity and the trace of a call, and its bytes.
  absl::Status Prepare(const KnownMethod& method, const Message& request, absl::Time deadline,
                       trace::Span& span, grpc::ClientContext& context,
                       grpc::ByteBuffer& bytes) const {
    const absl::Time now = absl::Now();
    deadline = std::min(deadline - kKeptBack, now + kLongest);
    if (deadline <= now) return Late();
    context.set_deadline(absl::ToChronoTime(deadline));
    bytes = ToBytes(request);
    if (identify_ != nullptr) {
      auto [key, value] = identify_(method.path, View(Flat(bytes)));
      context.AddMetadata(key, value);
    }
    const std::string trace_parent = span.TraceParent();
    if (!trace_parent.empty()) context.AddMetadata(kTraceParentMetadata, trace_parent);
    span.Set(trace::names::kServerAddress, address_.first);
    span.Set(trace::names::kServerPort, address_.second);
    return absl::OkStatus();
  }

  absl::StatusOr<const KnownMethod*> Find(absl::string_view method, const Message& request,
                                          const Message& response, bool streaming) {
    const KnownMethod* known = Find(std::string(method));
    if (known == nullptr) return Misused(method, "is no method that is linked.");
    const google::protobuf::MethodDescriptor& descriptor = known->descriptor;
    if (descriptor.input_type() != request.GetDescriptor() ||
        descriptor.output_type() != response.GetDescriptor() ||
        descriptor.server_streaming() != streaming || descriptor.client_streaming()) {
      return Misused(method, "was called with other types.");
    }
    return known;
  }

  // Nothing if no linked service has the method.
  const KnownMethod* Find(const std::string& path) {
    sync::Lock lock(mutex_);
    const auto known = methods_.find(path);
    if (known != methods_.end()) return &known->second;
    const google::protobuf::MethodDescriptor* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
            absl::StrReplaceAll(absl::StripPrefix(path, "/"), {{"/", "."}}));
    if (descriptor == nullptr) return nullptr;
    return &methods_.try_emplace(path, path, *descriptor, channel_).first->second;
  }

  const Identify identify_;
  const std::pair<std::string, int> address_;
  const std::shared_ptr<grpc::Channel> channel_;
  sync::Mutex mutex_;
  std::map<std::string, KnownMethod> methods_ ABSL_GUARDED_BY(mutex_);
};

std::unique_ptr<Channel> OpenChannel(const std::string& target, Identify identify) {
  return std::make_unique<OpenedChannel>(target, std::move(identify));
}

Identify AsService(const access::Signer& signer, std::string audience) {
  return [&signer, audience = std::move(audience)](absl::string_view method,
                                                   absl::string_view request) {
    return std::make_pair(std::string(access::kAssertionMetadata),
                          signer.ForService(audience, method, request));
  };
}

Identify WithToken(std::string token) {
  return [token = std::move(token)](absl::string_view, absl::string_view) {
    return std::make_pair(std::string("authorization"), absl::StrCat("Bearer ", token));
  };
}

}  // namespace telemachus::rpc
