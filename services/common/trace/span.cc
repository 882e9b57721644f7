#include "common/trace/span.h"

#include <utility>
#include <vector>

#include "common/trace/names.h"
#include "common/trace/traceparent.h"
#include "common/trace/tracer.h"
#include "opentelemetry/context/runtime_context.h"
#include "opentelemetry/trace/context.h"
#include "opentelemetry/trace/default_span.h"
#include "opentelemetry/trace/span.h"

namespace telemachus::trace {
namespace {

namespace otel = opentelemetry;
using otel::context::RuntimeContext;
using SpanPointer = otel::nostd::shared_ptr<otel::trace::Span>;
using TokenPointer = otel::nostd::unique_ptr<otel::context::Token>;

// Other traces a span names at most.
constexpr size_t kLinksMax = 32;

otel::nostd::string_view View(absl::string_view text) { return {text.data(), text.size()}; }

template <typename OtelId>
std::string Hex(const OtelId& id) {
  char digits[2 * OtelId::kSize];
  id.ToLowerBase16(digits);
  return std::string(digits, sizeof(digits));
}

std::string Header(const otel::trace::SpanContext& context) {
  if (!context.IsValid()) return "";
  return "00-" + Hex(context.trace_id()) + "-" + Hex(context.span_id()) +
         (context.IsSampled() ? "-01" : "-00");
}

otel::trace::SpanKind OtelKind(Kind kind) {
  switch (kind) {
    case Kind::kServer:
      return otel::trace::SpanKind::kServer;
    case Kind::kClient:
      return otel::trace::SpanKind::kClient;
    case Kind::kProducer:
      return otel::trace::SpanKind::kProducer;
    case Kind::kConsumer:
      return otel::trace::SpanKind::kConsumer;
    case Kind::kInternal:
      break;
  }
  return otel::trace::SpanKind::kInternal;
}

otel::trace::SpanContext ContextOf(const RemoteParent& parent, bool remote) {
  return otel::trace::SpanContext(otel::trace::TraceId(parent.trace_id),
                                  otel::trace::SpanId(parent.span_id),
                                  otel::trace::TraceFlags(parent.sampled ? 1 : 0), remote);
}

// The thread's current span context, without making a span as the SDK's own way would.
otel::trace::SpanContext CurrentContext() {
  const otel::context::ContextValue value = RuntimeContext::GetValue(otel::trace::kSpanKey);
  const auto* const span = otel::nostd::get_if<SpanPointer>(&value);
  if (span == nullptr || *span == nullptr) return otel::trace::SpanContext::GetInvalid();
  return (*span)->GetContext();
}

TokenPointer MakeCurrent(const SpanPointer& span) {
  return RuntimeContext::Attach(RuntimeContext::GetCurrent().SetValue(otel::trace::kSpanKey, span));
}

// A caller's own fault is no error of the server that tells it so (nor of a consumer).
bool IsFailureOf(Kind kind, absl::StatusCode code) {
  if (code == absl::StatusCode::kOk) return false;
  if (kind != Kind::kServer && kind != Kind::kConsumer) return true;
  switch (code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct Span::State {
  SpanPointer span;
  Kind kind;
  TokenPointer token;
  std::vector<std::string> links;

  // Starts a span of `tracer`.
  static std::unique_ptr<State> Start(otel::trace::Tracer& tracer, absl::string_view name,
                                      Kind kind, otel::trace::StartSpanOptions options) {
    options.kind = OtelKind(kind);
    SpanPointer span = tracer.StartSpan(View(name), options);
    TokenPointer token = MakeCurrent(span);
    return std::make_unique<State>(State{std::move(span), kind, std::move(token), {}});
  }
};

Span::Span(absl::string_view name, Kind kind) {
  otel::trace::Tracer* const tracer = PresentTracer();
  if (tracer != nullptr) state_ = State::Start(*tracer, name, kind, {});
}

Span::Span(absl::string_view name, Kind kind, absl::string_view remote_parent) {
  otel::trace::Tracer* const tracer = PresentTracer();
  if (tracer == nullptr) return;
  otel::trace::StartSpanOptions options;
  if (const std::optional<RemoteParent> parent = ParseTraceParent(remote_parent)) {
    options.parent = ContextOf(*parent, /*remote=*/true);
  } else {
    options.parent = otel::context::Context(otel::trace::kIsRootSpanKey, true);
  }
  state_ = State::Start(*tracer, name, kind, std::move(options));
}

Span::~Span() {
  if (state_ == nullptr) return;
  state_->token.reset();
  state_->span->End();
}

void Span::Set(absl::string_view key, absl::string_view value) {
  if (state_ != nullptr) state_->span->SetAttribute(View(key), View(value));
}

void Span::Set(absl::string_view key, int64_t value) {
  if (state_ != nullptr) state_->span->SetAttribute(View(key), value);
}

// The SDK's interface of this version takes links only when a span starts, so they are an
// attribute.
void Span::Link(absl::string_view traceparent) {
  if (state_ == nullptr || state_->links.size() >= kLinksMax) return;
  const std::optional<RemoteParent> other = ParseTraceParent(traceparent);
  if (!other.has_value()) return;
  state_->links.push_back(Hex(otel::trace::TraceId(other->trace_id)));
  std::vector<otel::nostd::string_view> views(state_->links.begin(), state_->links.end());
  state_->span->SetAttribute(names::kLinkedTraceIds,
                             otel::nostd::span<const otel::nostd::string_view>(views));
}

absl::Status Span::End(absl::Status status) {
  if (state_ != nullptr && IsFailureOf(state_->kind, status.code())) {
    Fail(absl::StatusCodeToString(status.code()));
  }
  return status;
}

void Span::Fail(absl::string_view error_type) {
  if (state_ == nullptr) return;
  state_->span->SetAttribute(names::kErrorType, View(error_type));
  state_->span->SetStatus(otel::trace::StatusCode::kError);
}

void Span::Detach() {
  if (state_ != nullptr) state_->token.reset();
}

std::string Span::TraceParent() const {
  return state_ == nullptr ? "" : Header(state_->span->GetContext());
}

std::string Span::TraceId() const {
  return state_ == nullptr ? "" : Hex(state_->span->GetContext().trace_id());
}

bool InSpan() { return PresentTracer() != nullptr && CurrentContext().IsValid(); }

std::string CurrentTraceParent() {
  return PresentTracer() == nullptr ? "" : Header(CurrentContext());
}

std::string CurrentTraceId() {
  if (PresentTracer() == nullptr) return "";
  const otel::trace::SpanContext context = CurrentContext();
  return context.IsValid() ? Hex(context.trace_id()) : "";
}

std::string CurrentSpanId() {
  if (PresentTracer() == nullptr) return "";
  const otel::trace::SpanContext context = CurrentContext();
  return context.IsValid() ? Hex(context.span_id()) : "";
}

struct Scope::State {
  TokenPointer token;
};

Scope::Scope(absl::string_view traceparent) {
  if (PresentTracer() == nullptr) return;
  const std::optional<RemoteParent> parent = ParseTraceParent(traceparent);
  if (!parent.has_value()) return;
  const SpanPointer span(new otel::trace::DefaultSpan(ContextOf(*parent, /*remote=*/false)));
  state_ = std::make_unique<State>(State{MakeCurrent(span)});
}

Scope::~Scope() = default;

}  // namespace telemachus::trace
