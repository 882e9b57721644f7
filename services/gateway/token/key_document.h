#ifndef TELEMACHUS_GATEWAY_TOKEN_KEY_DOCUMENT_H_
#define TELEMACHUS_GATEWAY_TOKEN_KEY_DOCUMENT_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/token/jose.h"

namespace telemachus::gateway {

// Largest JWKS document read.
inline constexpr size_t kLargestKeyDocument = 64 * 1024;

// A public key of the issuer. Never changed once made, so that threads may share it.
struct Key {
  // The one algorithm it is used with: RS256 or ES256.
  std::string algorithm;
  Jwk jwk;
};

// By `kid`.
using Keys = std::map<std::string, std::shared_ptr<const Key>, std::less<>>;

// Reads a JWKS document. Keys that are not for RS256 (2,048 bits and more) or ES256 signatures, or
// have no `kid`, are passed over. INVALID_ARGUMENT if it is no such document, if none is left, if
// two have the same `kid`, or if it gives a private key away.
absl::StatusOr<Keys> ReadKeys(absl::string_view document);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_KEY_DOCUMENT_H_
