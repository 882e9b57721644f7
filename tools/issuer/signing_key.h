#ifndef TELEMACHUS_TOOLS_ISSUER_SIGNING_KEY_H_
#define TELEMACHUS_TOOLS_ISSUER_SIGNING_KEY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/token/jose.h"

namespace telemachus::issuer {

// A private key that signs tokens with one algorithm. Thread-safe once made.
class SigningKey {
 public:
  // A fresh key for "RS256" (2,048 bits) or "ES256"; INVALID_ARGUMENT for any other.
  static absl::StatusOr<SigningKey> Generate(absl::string_view algorithm);
  // Reads a file that Save() wrote; NOT_FOUND or INVALID_ARGUMENT.
  static absl::StatusOr<SigningKey> Load(absl::string_view algorithm, const std::string& path);
  // Writes the private key as a JWK, for the owner's eyes alone (0600).
  absl::Status Save(const std::string& path) const;

  const std::string& algorithm() const { return algorithm_; }
  // The key's thumbprint (RFC 7638).
  const std::string& id() const { return id_; }
  // The public JWK, with `kid`, `alg` and `use`.
  std::string PublicJwk() const;

  // The compact JWS of `payload` under a header of these JSON texts by name. What the header says
  // is the caller's affair, so that tests can make bad ones; `alg` and `kid` are set if they are
  // not there.
  std::string Sign(absl::string_view payload, absl::string_view header) const;

 private:
  SigningKey(absl::string_view algorithm, gateway::Jwk jwk);

  std::string algorithm_;
  gateway::Jwk jwk_;
  std::string id_;
};

// Writes a whole file, or leaves what was there: readers never see half of it.
absl::Status WriteFile(const std::string& path, absl::string_view content, int mode);

}  // namespace telemachus::issuer

#endif  // TELEMACHUS_TOOLS_ISSUER_SIGNING_KEY_H_
