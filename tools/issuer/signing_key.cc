#include "tools/issuer/signing_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/hash.h"

namespace telemachus::issuer {
namespace {

using gateway::Json;
using gateway::Jwk;

constexpr size_t kRsaBits = 2048;
constexpr uint8_t kRsaExponent[] = {1, 0, 1};

std::string TextOfJson(const json_t* json) {
  const std::unique_ptr<char, void (*)(void*)> text(json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS),
                                                    std::free);
  return text.get();
}

Json PublicPart(const Jwk& jwk) {
  const std::unique_ptr<char, void (*)(void*)> text(cjose_jwk_to_json(jwk.get(), false, nullptr),
                                                    std::free);
  return gateway::ParseObject(text.get());
}

// What RFC 7638 takes of a public key: its required members alone, in order.
std::string Thumbprint(const Jwk& jwk) {
  const Json whole = PublicPart(jwk);
  const Json part(json_object());
  for (const char* name : {"crv", "e", "kty", "n", "x", "y"}) {
    if (json_t* member = json_object_get(whole.get(), name)) {
      json_object_set(part.get(), name, member);
    }
  }
  return absl::WebSafeBase64Escape(crypto::Sha256(TextOfJson(part.get())));
}

}  // namespace

SigningKey::SigningKey(absl::string_view algorithm, Jwk jwk)
    : algorithm_(algorithm), jwk_(std::move(jwk)), id_(Thumbprint(jwk_)) {}

absl::StatusOr<SigningKey> SigningKey::Generate(absl::string_view algorithm) {
  Jwk jwk;
  if (algorithm == "RS256") {
    jwk.reset(cjose_jwk_create_RSA_random(kRsaBits, kRsaExponent, sizeof(kRsaExponent), nullptr));
  } else if (algorithm == "ES256") {
    jwk.reset(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
  } else {
    return absl::InvalidArgumentError("the algorithm is RS256 or ES256");
  }
  if (jwk == nullptr) return absl::InternalError("no key could be made");
  return SigningKey(algorithm, std::move(jwk));
}

absl::StatusOr<SigningKey> SigningKey::Load(absl::string_view algorithm, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no key in ", path));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Jwk jwk(cjose_jwk_import(text.data(), text.size(), nullptr));
  const auto type = algorithm == "RS256" ? CJOSE_JWK_KTY_RSA : CJOSE_JWK_KTY_EC;
  if (jwk == nullptr || cjose_jwk_get_kty(jwk.get(), nullptr) != type) {
    return absl::InvalidArgumentError(absl::StrCat("no key for ", algorithm, " in ", path));
  }
  return SigningKey(algorithm, std::move(jwk));
}

absl::Status SigningKey::Save(const std::string& path) const {
  const std::unique_ptr<char, void (*)(void*)> text(cjose_jwk_to_json(jwk_.get(), true, nullptr),
                                                    std::free);
  return WriteFile(path, absl::StrCat(text.get(), "\n"), 0600);
}

std::string SigningKey::PublicJwk() const {
  const Json json = PublicPart(jwk_);
  json_object_set_new(json.get(), "kid", json_string(id_.c_str()));
  json_object_set_new(json.get(), "alg", json_string(algorithm_.c_str()));
  json_object_set_new(json.get(), "use", json_string("sig"));
  return TextOfJson(json.get());
}

std::string SigningKey::Sign(absl::string_view payload, absl::string_view header) const {
  const Json json = gateway::ParseObject(header);
  if (json == nullptr) return "";
  if (json_object_get(json.get(), "alg") == nullptr) {
    json_object_set_new(json.get(), "alg", json_string(algorithm_.c_str()));
  }
  if (json_object_get(json.get(), "kid") == nullptr) {
    json_object_set_new(json.get(), "kid", json_string(id_.c_str()));
  }
  const gateway::Jws jws(cjose_jws_sign(jwk_.get(), json.get(),
                                        reinterpret_cast<const uint8_t*>(payload.data()),
                                        payload.size(), nullptr));
  const char* compact = nullptr;
  if (jws == nullptr || !cjose_jws_export(jws.get(), &compact, nullptr)) return "";
  return compact;
}

absl::Status WriteFile(const std::string& path, absl::string_view content, int mode) {
  const std::string fresh = absl::StrCat(path, ".new");
  ::unlink(fresh.c_str());
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return absl::UnavailableError(absl::StrCat("cannot write ", fresh));
  const ssize_t written = ::write(file, content.data(), content.size());
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  if (written != static_cast<ssize_t>(content.size()) || !synced ||
      std::rename(fresh.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::issuer
