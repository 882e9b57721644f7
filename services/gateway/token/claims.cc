#include "gateway/token/claims.h"

#include <optional>
#include <utility>

#include "gateway/token/jose.h"

namespace telemachus::gateway {
namespace {

constexpr size_t kLongestText = 256;  // of `sub`, `client_id`, `jti` and `act.sub`
constexpr size_t kMostAudiences = 16;
constexpr double kLatestSecond = 253402300799;  // the end of the year 9999

// A claim that must be there, not empty and not too long.
std::optional<std::string> RequiredText(const json_t* claims, const char* name) {
  std::optional<std::string> text = TextOf(claims, name);
  if (text.has_value() && (text->empty() || text->size() > kLongestText)) return std::nullopt;
  return text;
}

// A NumericDate of RFC 7519; it may have a fraction.
std::optional<absl::Time> TimeOf(const json_t* claims, const char* name) {
  const json_t* member = json_object_get(claims, name);
  if (!json_is_number(member)) return std::nullopt;
  const double seconds = json_number_value(member);
  if (!(seconds >= 0 && seconds <= kLatestSecond)) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

bool IsFor(const json_t* claims, const std::string& audience) {
  const json_t* aud = json_object_get(claims, "aud");
  if (json_is_string(aud)) return TextOf(claims, "aud") == audience;
  if (!json_is_array(aud) || json_array_size(aud) > kMostAudiences) return false;
  for (size_t i = 0; i < json_array_size(aud); ++i) {
    const json_t* one = json_array_get(aud, i);
    if (json_is_string(one) &&
        audience == std::string(json_string_value(one), json_string_length(one))) {
      return true;
    }
  }
  return false;
}

// Whether the token may be used now; fills `expiry`.
std::optional<TokenFault> CheckTimes(const json_t* claims, const TokenRules& rules, absl::Time now,
                                     absl::Time& expiry) {
  const std::optional<absl::Time> issued = TimeOf(claims, "iat");
  const std::optional<absl::Time> expires = TimeOf(claims, "exp");
  if (!issued.has_value() || !expires.has_value() || *expires <= *issued) {
    return TokenFault::kClaims;
  }
  absl::Time begins = *issued;
  if (json_object_get(claims, "nbf") != nullptr) {
    const std::optional<absl::Time> not_before = TimeOf(claims, "nbf");
    if (!not_before.has_value()) return TokenFault::kClaims;
    begins = std::max(begins, *not_before);
  }
  if (*expires - *issued > rules.longest_life) return TokenFault::kLifetime;
  if (now >= *expires + kSkew) return TokenFault::kExpired;
  if (now < begins - kSkew) return TokenFault::kNotYet;
  expiry = *expires;
  return std::nullopt;
}

// Reads who acts for the subject. False if `act` is there, but does not say it.
bool ReadDelegate(const json_t* claims, std::string& delegate) {
  const json_t* actor = json_object_get(claims, "act");
  if (actor == nullptr) return true;
  std::optional<std::string> subject = RequiredText(actor, "sub");
  if (!subject.has_value()) return false;
  delegate = *std::move(subject);
  return true;
}

}  // namespace

std::variant<Claims, TokenFault> ReadClaims(absl::string_view payload, const TokenRules& rules,
                                            absl::Time now) {
  const Json json = ParseObject(payload);
  if (json == nullptr) return TokenFault::kForm;
  std::optional<std::string> issuer = TextOf(json.get(), "iss");
  if (!issuer.has_value()) return TokenFault::kClaims;
  if (*issuer != rules.issuer) return TokenFault::kIssuer;
  if (json_object_get(json.get(), "aud") == nullptr) return TokenFault::kClaims;
  if (!IsFor(json.get(), rules.audience)) return TokenFault::kAudience;
  // Who stole a bound token would be let in where nobody sees the certificate.
  if (json_object_get(json.get(), "cnf") != nullptr) return TokenFault::kBound;

  Claims claims;
  std::optional<std::string> subject = RequiredText(json.get(), "sub");
  if (!subject.has_value() || !RequiredText(json.get(), "client_id").has_value() ||
      !RequiredText(json.get(), "jti").has_value() || !ReadDelegate(json.get(), claims.delegate)) {
    return TokenFault::kClaims;
  }
  if (const auto fault = CheckTimes(json.get(), rules, now, claims.expiry)) return *fault;
  claims.issuer = *std::move(issuer);
  claims.subject = *std::move(subject);
  return claims;
}

}  // namespace telemachus::gateway
