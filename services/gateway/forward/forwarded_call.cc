#include "gateway/forward/forwarded_call.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/rpc/serve/wire.h"
#include "common/trace/span.h"
#include "gateway/forward/answers.h"
#include "gateway/forward/outcome.h"

namespace telemachus::gateway {
namespace {

// What of the caller's metadata goes on, and how much of it at most.
constexpr char kLanguageMetadata[] = "accept-language";
constexpr size_t kLongestLanguage = 256;

bool NamesDeadline(const grpc::ServerContextBase& context) {
  return context.deadline() != std::chrono::system_clock::time_point::max();
}

// Until when the call may take, told from the caller's wish and our limits.
absl::Time DeadlineOf(const grpc::ServerContextBase& context, const Route* route,
                      const Limits& limits) {
  const bool streaming = route != nullptr && route->streaming;
  const absl::Time now = absl::Now();
  const absl::Time last = now + (streaming ? limits.longest_stream : limits.longest_call);
  if (NamesDeadline(context)) return std::min(absl::FromChrono(context.deadline()), last);
  return streaming ? last : now + limits.default_deadline;
}

absl::string_view FirstOf(const grpc::ServerContextBase& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

}  // namespace

ForwardedCall::ForwardedCall(Forwarder& forwarder, grpc::GenericCallbackServerContext& context)
    : forwarder_(forwarder),
      context_(context),
      route_(forwarder.setting().routes.Find(context.method())),
      record_(rpc::Record::Serving(route_ == nullptr ? "" : route_->method,
                                   forwarder.setting().trust_traceparent
                                       ? FirstOf(context, rpc::kTraceParentMetadata)
                                       : "")),
      names_deadline_(NamesDeadline(context)),
      deadline_(DeadlineOf(context, route_, forwarder.setting().limits)) {
  fits_ = forwarder_.Enter(streaming());
}

ForwardedCall::~ForwardedCall() { forwarder_.Leave(streaming()); }

void ForwardedCall::Begin() {
  const Forwarder::Setting& setting = forwarder_.setting();
  if (!setting.trust_traceparent) record_.span().Link(Metadata(rpc::kTraceParentMetadata));
  if (route_ == nullptr) return Conclude(NoSuchMethod());
  if (!fits_) {
    metric::Count("gateway_refusals_total", "Calls not let in, by cause.",
                  {{"cause", "calls"}, {"rpc_method", route_->name}});
    return Conclude(Overloaded());
  }
  knock_ = MakeKnock();
  setting.door.Admit(knock_, [this](const auto& claims) { Admitted(claims); });
}

void ForwardedCall::Admitted(const absl::StatusOr<Claims>& claims) {
  if (!claims.ok()) return Conclude(claims.status());
  claims_ = *claims;
  AwaitRequest();
  StartRead(&request_);
}

void ForwardedCall::OnReadDone(bool ok) {
  if (!awaits_request_.exchange(false)) return;
  if (!ok) return Conclude(context_.IsCancelled() ? Gone() : NoRequest());
  if (request_.Length() > forwarder_.setting().limits.message_bytes) {
    return Conclude(MessageTooLarge());
  }
  Forward();
}

void ForwardedCall::Forward() {
  const absl::Time deadline =
      names_deadline_ ? deadline_ - forwarder_.setting().limits.reserve : deadline_;
  if (deadline <= absl::Now()) return Conclude(TooLate());
  upstream_.set_deadline(absl::ToChronoTime(deadline));
  Address();
  Forwarder::Stub& stub = forwarder_.stub(*route_);
  if (route_->streaming) {
    last_passed_micros_ = absl::ToUnixMicros(absl::Now());
    Watch();
    answers_ = std::make_unique<Answers>(*this);
    answers_->Begin(stub);
  } else {
    stub.UnaryCall(&upstream_, route_->method, {}, &request_, &answer_,
                   [this](const grpc::Status& status) { Answered(status); });
  }
}

void ForwardedCall::Address() {
  {
    const trace::Scope scope(record_.span().TraceParent());
    // A record stays where it is made. NOLINTNEXTLINE(modernize-make-unique)
    upstream_record_.reset(new rpc::Record(rpc::Record::Calling(route_->method)));
    upstream_record_->span().Detach();
  }
  const std::string traceparent = upstream_record_->span().TraceParent();
  if (!traceparent.empty()) upstream_.AddMetadata(rpc::kTraceParentMetadata, traceparent);
  const grpc::Slice request = rpc::Flat(request_);
  upstream_.AddMetadata(
      access::kAssertionMetadata,
      forwarder_.setting().signer.ForUser(route_->service, route_->method, claims_.issuer,
                                          claims_.subject, claims_.delegate, rpc::View(request)));
  const absl::string_view language = Metadata(kLanguageMetadata);
  if (!language.empty() && language.size() <= kLongestLanguage) {
    upstream_.AddMetadata(kLanguageMetadata, std::string(language));
  }
}

void ForwardedCall::Answered(const grpc::Status& status) {
  const absl::Status said = rpc::FromGrpc(status);
  upstream_record_->End(said.code());
  PassTrailers(upstream_, context_);
  std::optional<absl::Status> verdict;
  {
    sync::Lock lock(mutex_);
    verdict = verdict_;
  }
  if (verdict.has_value()) return Conclude(*verdict);
  // A service that ends while it answers cancels its calls; the caller did no such thing.
  if (absl::IsCancelled(said) && !context_.IsCancelled()) return Conclude(ServiceAway());
  if (!said.ok() || route_->streaming) {
    return Conclude(ForOutside(said, record_.span().TraceId()));
  }
  record_.End(absl::StatusCode::kOk);
  StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
}

void ForwardedCall::Conclude(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kInternal) {
    log::Error("a call failed by a fault of ours",
               {{"method", log::Code(route_ == nullptr ? "" : route_->name)}, {"status", status}});
  }
  record_.End(status.code());
  Finish(rpc::ToGrpc(status));
}

void ForwardedCall::OnCancel() { upstream_.TryCancel(); }

void ForwardedCall::OnDone() {
  {
    sync::Lock lock(mutex_);
    over_ = true;
    alarm_.reset();
  }
  Release();
}

void ForwardedCall::Release() {
  if (--holds_ == 0) delete this;
}

Knock ForwardedCall::MakeKnock() {
  const auto [first, last] = context_.client_metadata().equal_range("authorization");
  std::vector<absl::string_view> headers;
  for (auto header = first; header != last; ++header) {
    headers.emplace_back(header->second.data(), header->second.size());
  }
  return {route_, BearerToken(headers), deadline_, record_.span().TraceParent()};
}

absl::string_view ForwardedCall::Metadata(const char* key) const { return FirstOf(context_, key); }

}  // namespace telemachus::gateway
