#include "gateway/token/fault.h"

#include "absl/time/time.h"
#include "common/status/status.h"

namespace telemachus::gateway {

absl::string_view NameOf(TokenFault fault) {
  switch (fault) {
    case TokenFault::kMissing:
      return "missing";
    case TokenFault::kForm:
      return "form";
    case TokenFault::kType:
      return "type";
    case TokenFault::kAlgorithm:
      return "algorithm";
    case TokenFault::kHeader:
      return "header";
    case TokenFault::kKey:
      return "key";
    case TokenFault::kSignature:
      return "signature";
    case TokenFault::kIssuer:
      return "issuer";
    case TokenFault::kAudience:
      return "audience";
    case TokenFault::kClaims:
      return "claims";
    case TokenFault::kLifetime:
      return "lifetime";
    case TokenFault::kBound:
      return "bound";
    case TokenFault::kExpired:
      return "expired";
    case TokenFault::kNotYet:
      return "not_yet";
    case TokenFault::kNoKeys:
      return "no_keys";
  }
  return "unknown";
}

absl::Status RefusalOf(TokenFault fault) {
  constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
  switch (fault) {
    case TokenFault::kMissing:
      return status::Error(kUnauthenticated, status::v1::REASON_TOKEN_MISSING,
                           "Send an access token as `authorization: Bearer ...`.");
    case TokenFault::kExpired:
    case TokenFault::kNotYet:
      return status::Error(kUnauthenticated, status::v1::REASON_TOKEN_EXPIRED,
                           "The access token has expired or is not valid yet.");
    case TokenFault::kNoKeys:
      return status::RetryLater(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                                "Access tokens cannot be checked at present.", absl::Seconds(5));
    default:
      return status::Error(kUnauthenticated, status::v1::REASON_TOKEN_INVALID,
                           "The access token is not valid here.");
  }
}

}  // namespace telemachus::gateway
