#include "common/rpc/serve/entry.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/access/rules.h"
#include "common/field/check.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::rpc {
namespace {

// How long a stream may send on the strength of one look at the directory.
constexpr absl::Duration kAdmissionAge = absl::Minutes(1);

// A fault of ours says nothing to a caller; the log says what it was.
absl::Status Presentable(absl::Status status, const std::string& path) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      log::Error("a call failed by a fault of ours",
                 {{"method", log::Code(path)}, {"status", status}});
      return Fault();
    default:
      return status;
  }
}

absl::Status RelationProved(const Call& call, const Method& method) {
  if (method.rule.relation() == access::v1::RELATION_NONE || call.relation_proved()) {
    return absl::OkStatus();
  }
  log::Error("a handler answered without having proved its relation",
             {{"method", log::Code(call.method())}});
  return Fault();
}

}  // namespace

absl::Status Fault() {
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       "Something went wrong on our side.");
}

struct Entry::Ready {
  access::Asserted asserted;
  Call call;
  std::unique_ptr<google::protobuf::Message> request;
};

// Sends on for as long as its caller is admitted, and nothing before the relation is proved.
class Entry::AdmittedSink final : public Sink {
 public:
  AdmittedSink(const Entry& entry, const Arrival& arrival, const Ready& ready, Sink& sink)
      : entry_(entry),
        arrival_(arrival),
        ready_(ready),
        sink_(sink),
        admitted_(entry.clock_.Now()) {}

  absl::Status Write(const google::protobuf::Message& message) override {
    if (refused_.ok()) refused_ = Renew();
    RETURN_IF_ERROR(refused_);
    return sink_.Write(message);
  }
  // Why the caller is no longer admitted; OK if they are.
  const absl::Status& refused() const { return refused_; }

 private:
  absl::Status Renew() {
    RETURN_IF_ERROR(RelationProved(ready_.call, arrival_.method));
    const absl::Time now = entry_.clock_.Now();
    if (now - admitted_ < kAdmissionAge) return absl::OkStatus();
    RETURN_IF_ERROR(
        entry_.CallerOf(ready_.asserted, arrival_.method.rule, arrival_.deadline).status());
    admitted_ = now;
    return absl::OkStatus();
  }

  const Entry& entry_;
  const Arrival& arrival_;
  const Ready& ready_;
  Sink& sink_;
  absl::Time admitted_;
  absl::Status refused_;
};

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Entry::Unary(
    const Arrival& arrival) const {
  ASSIGN_OR_RETURN(const Ready ready, Prepare(arrival));
  auto answer = arrival.method.unary(ready.call, *ready.request);
  if (!answer.ok()) return Presentable(std::move(answer).status(), arrival.path);
  RETURN_IF_ERROR(RelationProved(ready.call, arrival.method));
  return answer;
}

absl::Status Entry::Stream(const Arrival& arrival, Sink& sink) const {
  ASSIGN_OR_RETURN(const Ready ready, Prepare(arrival));
  AdmittedSink admitted(*this, arrival, ready, sink);
  absl::Status status = arrival.method.streaming(ready.call, *ready.request, admitted);
  RETURN_IF_ERROR(admitted.refused());
  if (!status.ok()) return Presentable(std::move(status), arrival.path);
  return RelationProved(ready.call, arrival.method);
}

absl::StatusOr<Entry::Ready> Entry::Prepare(const Arrival& arrival) const {
  ASSIGN_OR_RETURN(access::Asserted asserted,
                   verifier_.Verify(arrival.assertion, arrival.path, arrival.request));
  ASSIGN_OR_RETURN(access::Caller caller,
                   CallerOf(asserted, arrival.method.rule, arrival.deadline));
  std::unique_ptr<google::protobuf::Message> request(arrival.method.request->New());
  if (!request->ParseFromArray(arrival.request.data(), static_cast<int>(arrival.request.size()))) {
    return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_FIELD_MALFORMED,
                         absl::StrCat("The request is no ", request->GetTypeName(), "."));
  }
  RETURN_IF_ERROR(field::Check(*request));
  return Ready{std::move(asserted),
               Call(std::move(caller), arrival.path, arrival.deadline, arrival.cancelled),
               std::move(request)};
}

absl::StatusOr<access::Caller> Entry::CallerOf(const access::Asserted& asserted,
                                               const access::v1::Rule& rule,
                                               absl::Time deadline) const {
  if (!asserted.service.empty()) {
    access::Caller service = access::Caller::Service(asserted.service);
    RETURN_IF_ERROR(access::Admit(rule, service));
    return service;
  }
  // Not worth a question: no user is admitted here.
  if (!access::IsPublic(rule)) return status::NotPermitted();
  absl::StatusOr<access::v1::Caller> known =
      directory_.Resolve(asserted.issuer, asserted.subject, deadline);
  if (absl::IsNotFound(known.status())) return status::NotPermitted();
  if (!known.ok()) {
    // Who calls cannot be known now, and then nothing is allowed.
    log::Warning("a caller could not be resolved", {{"status", known.status()}});
    return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                         "Who calls cannot be looked up now.");
  }
  access::Caller user = access::Caller::User(*std::move(known), asserted.delegate);
  RETURN_IF_ERROR(access::Admit(rule, user));
  return user;
}

}  // namespace telemachus::rpc
