#ifndef TELEMACHUS_GATEWAY_TOKEN_FAULT_H_
#define TELEMACHUS_GATEWAY_TOKEN_FAULT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace telemachus::gateway {

// What is wrong with a token. For logs and metrics; a caller is told less.
enum class TokenFault {
  kMissing,    // no bearer token came
  kForm,       // not a compact JWS, or too large
  kType,       // not an access token
  kAlgorithm,  // not allowed, or not the key's
  kHeader,     // names a key to fetch, or an extension nobody knows
  kKey,        // no key of this id
  kSignature,
  kIssuer,
  kAudience,
  kClaims,    // one is absent or has the wrong shape
  kLifetime,  // made for longer than is allowed
  kBound,     // bound to a certificate or key that is not seen here
  kExpired,
  kNotYet,  // not valid yet
  kNoKeys,  // the issuer's keys could not be read so far
};

// A word for logs and metrics.
absl::string_view NameOf(TokenFault fault);

// What the caller is told: UNAUTHENTICATED with REASON_TOKEN_MISSING, REASON_TOKEN_EXPIRED or
// REASON_TOKEN_INVALID, the last with one text whatever is wrong; UNAVAILABLE without keys.
absl::Status RefusalOf(TokenFault fault);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_FAULT_H_
