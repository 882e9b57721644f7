#include "tools/trace/collector.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/method_handler.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.pb.h"

namespace telemachus::tools::trace {
namespace {

namespace otlp = opentelemetry::proto;
using otlp::collector::trace::v1::ExportTraceServiceRequest;
using otlp::collector::trace::v1::ExportTraceServiceResponse;

constexpr char kMethod[] = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
constexpr int kRequestBytesMax = 16 << 20;
constexpr std::chrono::seconds kDrainTime{2};

std::string TextOf(const otlp::common::v1::AnyValue& value) {
  if (value.has_string_value()) return value.string_value();
  if (value.has_int_value()) return absl::StrCat(value.int_value());
  if (value.has_double_value()) return absl::StrCat(value.double_value());
  if (value.has_bool_value()) return value.bool_value() ? "true" : "false";
  if (value.has_bytes_value()) return absl::BytesToHexString(value.bytes_value());
  return absl::StrJoin(value.array_value().values(), ",",
                       [](std::string* out, const otlp::common::v1::AnyValue& element) {
                         absl::StrAppend(out, TextOf(element));
                       });
}

std::string ServiceOf(const otlp::resource::v1::Resource& resource) {
  for (const otlp::common::v1::KeyValue& attribute : resource.attributes()) {
    if (attribute.key() == "service.name") return TextOf(attribute.value());
  }
  return "unknown";
}

std::string KindOf(const otlp::trace::v1::Span& span) {
  switch (span.kind()) {
    case otlp::trace::v1::Span::SPAN_KIND_SERVER:
      return "SERVER";
    case otlp::trace::v1::Span::SPAN_KIND_CLIENT:
      return "CLIENT";
    case otlp::trace::v1::Span::SPAN_KIND_PRODUCER:
      return "PRODUCER";
    case otlp::trace::v1::Span::SPAN_KIND_CONSUMER:
      return "CONSUMER";
    default:
      return "INTERNAL";
  }
}

Line LineOf(const std::string& service, const otlp::trace::v1::Span& span) {
  Line line;
  line.set_trace_id(absl::BytesToHexString(span.trace_id()));
  line.set_span_id(absl::BytesToHexString(span.span_id()));
  line.set_parent_span_id(absl::BytesToHexString(span.parent_span_id()));
  line.set_name(span.name());
  line.set_service(service);
  line.set_kind(KindOf(span));
  line.set_start_nanos(static_cast<int64_t>(span.start_time_unix_nano()));
  line.set_duration_nanos(
      static_cast<int64_t>(span.end_time_unix_nano() - span.start_time_unix_nano()));
  line.set_failed(span.status().code() == otlp::trace::v1::Status::STATUS_CODE_ERROR);
  for (const otlp::common::v1::KeyValue& attribute : span.attributes()) {
    (*line.mutable_attributes())[attribute.key()] = TextOf(attribute.value());
  }
  return line;
}

std::vector<Line> LinesOf(const ExportTraceServiceRequest& request) {
  std::vector<Line> lines;
  for (const otlp::trace::v1::ResourceSpans& resource : request.resource_spans()) {
    const std::string service = ServiceOf(resource.resource());
    for (const otlp::trace::v1::ScopeSpans& scope : resource.scope_spans()) {
      for (const otlp::trace::v1::Span& span : scope.spans()) {
        lines.push_back(LineOf(service, span));
      }
    }
  }
  return lines;
}

// OpenTelemetry's TraceService with its one method.
class TraceService final : public grpc::Service {
 public:
  explicit TraceService(SpanWriter& writer) : writer_(writer) {
    using Handler =
        grpc::internal::RpcMethodHandler<TraceService, ExportTraceServiceRequest,
                                         ExportTraceServiceResponse, google::protobuf::MessageLite,
                                         google::protobuf::MessageLite>;
    AddMethod(new grpc::internal::RpcServiceMethod(
        kMethod, grpc::internal::RpcMethod::NORMAL_RPC,
        new Handler([](TraceService* service, grpc::ServerContext*,
                       const ExportTraceServiceRequest* request,
                       ExportTraceServiceResponse*) { return service->Export(*request); },
                    this)));
  }

 private:
  grpc::Status Export(const ExportTraceServiceRequest& request) {
    if (writer_.Write(LinesOf(request)).ok()) return grpc::Status::OK;
    return {grpc::StatusCode::UNAVAILABLE, "spans cannot be written now"};
  }

  SpanWriter& writer_;
};

class GrpcCollector final : public Collector {
 public:
  explicit GrpcCollector(SpanWriter& writer) : service_(writer) {}
  ~GrpcCollector() override {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now() + kDrainTime);
  }

  bool Serve(const std::string& address) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port_);
    builder.SetMaxReceiveMessageSize(kRequestBytesMax);
    // Without this a second collector would share the port, and each would get half a trace.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    return server_ != nullptr && port_ > 0;
  }

  int port() const override { return port_; }

 private:
  TraceService service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Collector>> Collector::Start(const std::string& address,
                                                            SpanWriter& writer) {
  auto collector = std::make_unique<GrpcCollector>(writer);
  if (!collector->Serve(address)) {
    return absl::UnavailableError("the address cannot be served on");
  }
  return collector;
}

}  // namespace telemachus::tools::trace
