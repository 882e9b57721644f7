#include "gateway/forward/door.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "common/access/caller.h"
#include "common/access/rules.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/status.h"
#include "common/trace/span.h"
#include "gateway/forward/outcome.h"

namespace telemachus::gateway {
namespace {

constexpr absl::string_view kScheme = "Bearer ";

// Counts and logs the refusal; returns what the caller is told.
absl::Status Refuse(const Route& route, absl::string_view cause, absl::Status told) {
  metric::Count("gateway_refusals_total", "Calls not let in, by cause.",
                {{"cause", std::string(cause)}, {"rpc_method", route.name}});
  log::Warning("call refused",
               {{"cause", log::Code(cause)}, {"method", log::Code(route.name)}, {"status", told}});
  return told;
}

absl::Status RefuseToken(const Route& route, TokenFault fault) {
  return Refuse(route, NameOf(fault), RefusalOf(fault));
}

absl::StatusOr<Claims> Decide(const Route& route, access::v1::Caller known, const Claims& claims) {
  const absl::Status admitted =
      access::Admit(route.rule, access::Caller::User(std::move(known), claims.delegate));
  if (!admitted.ok()) return Refuse(route, "rule", admitted);
  return claims;
}

// What a caller is told when the directory does not say who they are.
absl::Status RefuseUnknown(const Route& route, const absl::Status& from_directory) {
  switch (from_directory.code()) {
    case absl::StatusCode::kNotFound:
      return Refuse(route, "unknown_caller", status::NotPermitted());
    case absl::StatusCode::kDeadlineExceeded:
      return Refuse(route, "deadline", from_directory);
    default:
      return Refuse(
          route, "directory",
          status::RetryLater(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                             "Who calls cannot be looked up at present.", kTryAgain));
  }
}

}  // namespace

Door::Door(const TokenVerifier& verifier, const KeySet& keys, access::CachedDirectory& directory,
           rpc::Executor& executor, const time::Clock& clock)
    : verifier_(verifier), keys_(keys), directory_(directory), executor_(executor), clock_(clock) {}

void Door::Admit(Knock knock, const Answer& answer) {
  // A refusal's log line is found from its trace.
  const trace::Scope scope(knock.traceparent);
  if (const auto* fault = std::get_if<TokenFault>(&knock.token)) {
    return answer(RefuseToken(*knock.route, *fault));
  }
  if (std::optional<absl::StatusOr<Claims>> remembered = FromMemory(knock)) {
    return answer(*std::move(remembered));
  }
  const Route& route = *knock.route;
  const absl::Time deadline = knock.deadline;
  auto expired = [&route, answer] { answer(Refuse(route, "deadline", TooLate())); };
  auto run = [this, knock = std::move(knock), answer] { answer(LookUp(knock)); };
  if (!executor_.Submit(deadline, std::move(run), std::move(expired))) {
    answer(Refuse(route, "overload", Overloaded()));
  }
}

std::optional<absl::StatusOr<Claims>> Door::FromMemory(const Knock& knock) {
  const std::optional<Claims> claims =
      verified_.Find(std::get<std::string>(knock.token), keys_.generation(), clock_.Now());
  if (!claims.has_value()) return std::nullopt;
  std::optional<access::v1::Caller> known = directory_.Known(claims->issuer, claims->subject);
  if (!known.has_value()) return std::nullopt;
  return Decide(*knock.route, *std::move(known), *claims);
}

absl::StatusOr<Claims> Door::LookUp(const Knock& knock) {
  const trace::Scope scope(knock.traceparent);
  const std::variant<Claims, TokenFault> verified = Verify(std::get<std::string>(knock.token));
  if (const auto* fault = std::get_if<TokenFault>(&verified)) {
    return RefuseToken(*knock.route, *fault);
  }
  const auto& claims = std::get<Claims>(verified);
  absl::StatusOr<access::v1::Caller> known =
      directory_.Resolve(claims.issuer, claims.subject, knock.deadline);
  if (!known.ok()) return RefuseUnknown(*knock.route, known.status());
  return Decide(*knock.route, *std::move(known), claims);
}

std::variant<Claims, TokenFault> Door::Verify(const std::string& token) {
  // Asked before: keys that change meanwhile make the token be verified again.
  const uint64_t generation = keys_.generation();
  if (std::optional<Claims> claims = verified_.Find(token, generation, clock_.Now())) {
    return *std::move(claims);
  }
  std::variant<Claims, TokenFault> verified = verifier_.Verify(token);
  const auto* claims = std::get_if<Claims>(&verified);
  const absl::string_view result =
      claims != nullptr ? absl::string_view("accepted") : NameOf(std::get<TokenFault>(verified));
  metric::Count("gateway_tokens_total", "Access tokens verified, by result.",
                {{"result", std::string(result)}});
  if (claims != nullptr) {
    verified_.Keep(token, generation, *claims, clock_.Now());
    log::Info("access token accepted");
  }
  return verified;
}

std::variant<std::string, TokenFault> BearerToken(const std::vector<absl::string_view>& headers) {
  if (headers.empty()) return TokenFault::kMissing;
  if (headers.size() > 1) return TokenFault::kForm;
  if (!absl::StartsWithIgnoreCase(headers[0], kScheme)) return TokenFault::kMissing;
  return std::string(headers[0].substr(kScheme.size()));
}

}  // namespace telemachus::gateway
