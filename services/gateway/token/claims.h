#ifndef TELEMACHUS_GATEWAY_TOKEN_CLAIMS_H_
#define TELEMACHUS_GATEWAY_TOKEN_CLAIMS_H_

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/token/fault.h"

namespace telemachus::gateway {

// Longest difference between our clock and the issuer's.
inline constexpr absl::Duration kSkew = absl::Seconds(60);

// What an access token has to say.
struct TokenRules {
  // The one issuer trusted.
  std::string issuer;
  // The name of this API, one of the token's `aud`.
  std::string audience;
  // Longest time from `iat` to `exp`.
  absl::Duration longest_life = absl::Hours(1);
};

// Who an access token speaks of. Roles are never read from a token.
struct Claims {
  std::string issuer;
  std::string subject;
  // Who acts for the subject (`act.sub`); empty where the person acts alone.
  std::string delegate;
  absl::Time expiry;
};

// Reads and checks the claims of a token whose signature holds (RFC 9068): `iss`, `aud`, `exp`,
// `iat`, `sub`, `client_id` and `jti` must be there, `nbf` may be.
std::variant<Claims, TokenFault> ReadClaims(absl::string_view payload, const TokenRules& rules,
                                            absl::Time now);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_CLAIMS_H_
