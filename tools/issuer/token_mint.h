#ifndef TELEMACHUS_TOOLS_ISSUER_TOKEN_MINT_H_
#define TELEMACHUS_TOOLS_ISSUER_TOKEN_MINT_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "tools/issuer/signing_key.h"

// A local issuer of access tokens, for development and tests: whoever has its folder can be
// anybody. Never name it to a gateway that real people use.
namespace telemachus::issuer {

inline constexpr char kLocalIssuer[] = "https://issuer.telemachus.invalid";
inline constexpr char kLocalAudience[] = "https://api.telemachus.invalid";
// Longest life of a token made here.
inline constexpr absl::Duration kLongestLifetime = absl::Hours(1);

// What a token is to say.
struct TokenRequest {
  std::string subject;
  // Who acts for the subject; empty: nobody does.
  std::string delegate = "";
  std::string issuer = kLocalIssuer;
  std::string audience = kLocalAudience;
  std::string client = "telemachus-local";
  absl::Duration lifetime = absl::Minutes(10);
  std::string algorithm = "ES256";
};

// Mints access tokens (RFC 9068) with a key for each algorithm. Thread-safe.
class TokenMint {
 public:
  // With fresh keys, in memory alone.
  static absl::StatusOr<TokenMint> Generate();
  // Makes a folder's keys and `jwks.json`; ALREADY_EXISTS if it has any.
  static absl::StatusOr<TokenMint> Create(const std::string& directory);
  // Reads what Create() or Rotate() left.
  static absl::StatusOr<TokenMint> Load(const std::string& directory);
  // Gives a folder new keys to sign with. The public keys signed with so far stay in `jwks.json`
  // beside them, so that tokens made with them remain good until they expire; older ones go.
  static absl::StatusOr<TokenMint> Rotate(const std::string& directory);

  // A signed token. INVALID_ARGUMENT for a lifetime over an hour, or not above zero, for no
  // subject, or for an algorithm there is no key for.
  absl::StatusOr<std::string> Mint(const TokenRequest& request, const time::Clock& clock) const;
  // The claims that Mint() signs, as JSON.
  static std::string ClaimsOf(const TokenRequest& request, absl::Time now);

  // The JWKS document.
  const std::string& jwks() const { return jwks_; }
  const SigningKey& key(absl::string_view algorithm) const;

 private:
  using SigningKeys = std::map<std::string, SigningKey, std::less<>>;
  TokenMint(SigningKeys keys, std::string jwks);
  static absl::StatusOr<TokenMint> Write(const std::string& directory, const TokenMint* previous);

  SigningKeys keys_;
  std::string jwks_;
};

}  // namespace telemachus::issuer

#endif  // TELEMACHUS_TOOLS_ISSUER_TOKEN_MINT_H_
