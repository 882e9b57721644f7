#include "gateway/token/verifier.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gateway/token/jose.h"

namespace telemachus::gateway {
namespace {

// Characters of an ES256 signature: 64 bytes.
constexpr size_t kEcSignatureCharacters = 86;

// What the header says of the signature.
struct Header {
  std::string algorithm;
  std::string kid;
};

// Header, payload and signature as they travel; empty if the token is no compact JWS.
std::vector<absl::string_view> PartsOf(absl::string_view token) {
  if (token.size() > kLongestToken) return {};
  for (const char c : token) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.') {
      return {};
    }
  }
  std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3 || parts[0].empty() || parts[1].empty()) return {};
  return parts;
}

std::variant<Header, TokenFault> ReadHeader(absl::string_view encoded) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(encoded, &text)) return TokenFault::kForm;
  const Json json = ParseObject(text);
  if (json == nullptr) return TokenFault::kForm;
  const std::string type = TextOf(json.get(), "typ").value_or("");
  if (!absl::EqualsIgnoreCase(type, "at+jwt") &&
      !absl::EqualsIgnoreCase(type, "application/at+jwt")) {
    return TokenFault::kType;
  }
  std::optional<std::string> algorithm = TextOf(json.get(), "alg");
  if (algorithm != "RS256" && algorithm != "ES256") return TokenFault::kAlgorithm;
  // No extension is known here, and a key that the token itself brings proves nothing.
  for (const char* name : {"crit", "jku", "x5u", "jwk", "x5c"}) {
    if (json_object_get(json.get(), name) != nullptr) return TokenFault::kHeader;
  }
  std::optional<std::string> kid = TextOf(json.get(), "kid");
  if (!kid.has_value() || kid->empty()) return TokenFault::kKey;
  return Header{*std::move(algorithm), *std::move(kid)};
}

// The payload, if the signature is the key's.
std::optional<std::string> Open(absl::string_view token, const Key& key) {
  const Jws jws(cjose_jws_import(token.data(), token.size(), nullptr));
  if (jws == nullptr || !cjose_jws_verify(jws.get(), key.jwk.get(), nullptr)) return std::nullopt;
  uint8_t* payload = nullptr;
  size_t length = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &payload, &length, nullptr)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(payload), length);
}

}  // namespace

TokenVerifier::TokenVerifier(TokenRules rules, KeySet& keys, const time::Clock& clock)
    : rules_(std::move(rules)), keys_(keys), clock_(clock) {}

std::variant<Claims, TokenFault> TokenVerifier::Verify(absl::string_view token) const {
  const std::vector<absl::string_view> parts = PartsOf(token);
  if (parts.empty()) return TokenFault::kForm;
  const std::variant<Header, TokenFault> read = ReadHeader(parts[0]);
  if (const auto* fault = std::get_if<TokenFault>(&read)) return *fault;
  const auto& header = std::get<Header>(read);

  const std::shared_ptr<const Key> key = keys_.Find(header.kid);
  if (key == nullptr) return keys_.loaded() ? TokenFault::kKey : TokenFault::kNoKeys;
  if (key->algorithm != header.algorithm) return TokenFault::kAlgorithm;
  if (header.algorithm == "ES256" && parts[2].size() != kEcSignatureCharacters) {
    return TokenFault::kSignature;
  }
  const std::optional<std::string> payload = Open(token, *key);
  if (!payload.has_value()) return TokenFault::kSignature;
  return ReadClaims(*payload, rules_, clock_.Now());
}

}  // namespace telemachus::gateway
