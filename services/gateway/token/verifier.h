#ifndef TELEMACHUS_GATEWAY_TOKEN_VERIFIER_H_
#define TELEMACHUS_GATEWAY_TOKEN_VERIFIER_H_

#include <variant>

#include "absl/strings/string_view.h"
#include "common/time/clock.h"
#include "gateway/token/claims.h"
#include "gateway/token/fault.h"
#include "gateway/token/key_set.h"

namespace telemachus::gateway {

// Longest token looked at.
inline constexpr size_t kLongestToken = 8 * 1024;

// Verifies access tokens (RFC 9068, RFC 8725). Thread-safe.
class TokenVerifier {
 public:
  TokenVerifier(TokenRules rules, KeySet& keys, const time::Clock& clock);
  // Who the token speaks of, or what is wrong with it. No claim is read before the signature
  // holds. May block while keys are read.
  std::variant<Claims, TokenFault> Verify(absl::string_view token) const;

 private:
  const TokenRules rules_;
  KeySet& keys_;
  const time::Clock& clock_;
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_VERIFIER_H_
