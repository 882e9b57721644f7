#include "tools/issuer/token_mint.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/crypto/hash.h"
#include "common/status/macros.h"

namespace telemachus::issuer {
namespace {

constexpr const char* kAlgorithms[] = {"ES256", "RS256"};
constexpr char kHeader[] = R"({"typ":"at+jwt"})";

std::string KeyPath(const std::string& directory, absl::string_view algorithm) {
  return absl::StrCat(directory, "/", algorithm, ".key.json");
}

std::string JwksPath(const std::string& directory) { return absl::StrCat(directory, "/jwks.json"); }

std::string Document(const std::vector<std::string>& public_keys) {
  return absl::StrCat(R"({"keys":[)", absl::StrJoin(public_keys, ","), "]}\n");
}

}  // namespace

TokenMint::TokenMint(SigningKeys keys, std::string jwks)
    : keys_(std::move(keys)), jwks_(std::move(jwks)) {}

absl::StatusOr<TokenMint> TokenMint::Generate() {
  SigningKeys keys;
  std::vector<std::string> public_keys;
  for (const char* algorithm : kAlgorithms) {
    ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate(algorithm));
    public_keys.push_back(key.PublicJwk());
    keys.emplace(algorithm, std::move(key));
  }
  return TokenMint(std::move(keys), Document(public_keys));
}

absl::StatusOr<TokenMint> TokenMint::Create(const std::string& directory) {
  if (std::filesystem::exists(JwksPath(directory))) {
    return absl::AlreadyExistsError(absl::StrCat(directory, " has keys already"));
  }
  std::error_code failure;
  if (std::filesystem::create_directories(directory, failure)) ::chmod(directory.c_str(), 0700);
  return Write(directory, nullptr);
}

absl::StatusOr<TokenMint> TokenMint::Load(const std::string& directory) {
  SigningKeys keys;
  for (const char* algorithm : kAlgorithms) {
    ASSIGN_OR_RETURN(SigningKey key, SigningKey::Load(algorithm, KeyPath(directory, algorithm)));
    keys.emplace(algorithm, std::move(key));
  }
  std::ifstream file(JwksPath(directory), std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no ", JwksPath(directory)));
  return TokenMint(std::move(keys), std::string{std::istreambuf_iterator<char>(file), {}});
}

absl::StatusOr<TokenMint> TokenMint::Rotate(const std::string& directory) {
  ASSIGN_OR_RETURN(const TokenMint previous, Load(directory));
  return Write(directory, &previous);
}

absl::StatusOr<TokenMint> TokenMint::Write(const std::string& directory,
                                           const TokenMint* previous) {
  ASSIGN_OR_RETURN(TokenMint mint, Generate());
  std::vector<std::string> public_keys;
  for (const TokenMint* part : {static_cast<const TokenMint*>(&mint), previous}) {
    if (part == nullptr) continue;
    for (const auto& [algorithm, key] : part->keys_) public_keys.push_back(key.PublicJwk());
  }
  mint.jwks_ = Document(public_keys);
  // The public keys first: nothing is signed with a key that cannot be found.
  RETURN_IF_ERROR(WriteFile(JwksPath(directory), mint.jwks_, 0644));
  for (const auto& [algorithm, key] : mint.keys_) {
    RETURN_IF_ERROR(key.Save(KeyPath(directory, algorithm)));
  }
  return mint;
}

absl::StatusOr<std::string> TokenMint::Mint(const TokenRequest& request,
                                            const time::Clock& clock) const {
  if (request.subject.empty()) return absl::InvalidArgumentError("a token needs a subject");
  if (request.lifetime <= absl::ZeroDuration() || request.lifetime > kLongestLifetime) {
    return absl::InvalidArgumentError("a token lives for more than nothing and an hour at most");
  }
  const auto key = keys_.find(request.algorithm);
  if (key == keys_.end()) return absl::InvalidArgumentError("the algorithm is RS256 or ES256");
  return key->second.Sign(ClaimsOf(request, clock.Now()), kHeader);
}

std::string TokenMint::ClaimsOf(const TokenRequest& request, absl::Time now) {
  const gateway::Json claims(json_object());
  const auto set = [&claims](const char* name, const std::string& text) {
    json_object_set_new(claims.get(), name, json_stringn(text.data(), text.size()));
  };
  set("iss", request.issuer);
  set("aud", request.audience);
  set("sub", request.subject);
  set("client_id", request.client);
  set("jti", absl::WebSafeBase64Escape(crypto::RandomBytes(16)));
  const int64_t seconds = absl::ToUnixSeconds(now);
  const int64_t life = absl::ToInt64Seconds(request.lifetime);
  json_object_set_new(claims.get(), "iat", json_integer(seconds));
  json_object_set_new(claims.get(), "nbf", json_integer(seconds));
  json_object_set_new(claims.get(), "exp", json_integer(seconds + life));
  if (!request.delegate.empty()) {
    json_t* actor = json_object();
    json_object_set_new(actor, "sub", json_string(request.delegate.c_str()));
    json_object_set_new(claims.get(), "act", actor);
  }
  const std::unique_ptr<char, void (*)(void*)> text(json_dumps(claims.get(), JSON_COMPACT),
                                                    std::free);
  return text == nullptr ? "" : text.get();
}

const SigningKey& TokenMint::key(absl::string_view algorithm) const {
  return keys_.find(algorithm)->second;
}

}  // namespace telemachus::issuer
