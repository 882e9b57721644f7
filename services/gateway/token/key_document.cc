#include "gateway/token/key_document.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace telemachus::gateway {
namespace {

constexpr size_t kMostKeys = 64;
constexpr size_t kLongestKeyId = 256;
constexpr size_t kFewestRsaBits = 2048;
constexpr const char* kPrivateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth"};

bool MayVerify(const json_t* key) {
  if (json_object_get(key, "use") != nullptr && TextOf(key, "use") != "sig") return false;
  const json_t* operations = json_object_get(key, "key_ops");
  if (operations == nullptr) return true;
  for (size_t i = 0; i < json_array_size(operations); ++i) {
    const json_t* operation = json_array_get(operations, i);
    if (json_is_string(operation) && absl::string_view(json_string_value(operation)) == "verify") {
      return true;
    }
  }
  return false;
}

// The algorithm that goes with the key's type; nothing if none of ours does.
std::optional<std::string> AlgorithmOf(const json_t* key) {
  const std::optional<std::string> type = TextOf(key, "kty");
  std::string algorithm;
  if (type == "RSA") {
    algorithm = "RS256";
  } else if (type == "EC" && TextOf(key, "crv") == "P-256") {
    algorithm = "ES256";
  } else {
    return std::nullopt;
  }
  if (json_object_get(key, "alg") != nullptr && TextOf(key, "alg") != algorithm) {
    return std::nullopt;
  }
  return algorithm;
}

// Whether a member is base64url without padding. cjose ends the process over some that are not.
bool IsEncoded(const json_t* key, const char* name) {
  const std::optional<std::string> text = TextOf(key, name);
  if (!text.has_value() || text->empty() || text->size() % 4 == 1) return false;
  return std::all_of(text->begin(), text->end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
}

bool HasNumbers(const json_t* key, absl::string_view algorithm) {
  return algorithm == "RS256" ? IsEncoded(key, "n") && IsEncoded(key, "e")
                              : IsEncoded(key, "x") && IsEncoded(key, "y");
}

// Whether it has a member that only a private key has (RFC 7518, 6.2.2 and 6.3.2).
bool IsPrivate(const json_t* key) {
  return std::any_of(std::begin(kPrivateMembers), std::end(kPrivateMembers),
                     [key](const char* name) { return json_object_get(key, name) != nullptr; });
}

// Null if the key is not one of ours.
std::shared_ptr<const Key> ReadKey(json_t* key) {
  const std::optional<std::string> algorithm = AlgorithmOf(key);
  if (!algorithm.has_value() || !MayVerify(key) || !HasNumbers(key, *algorithm)) return nullptr;
  Jwk jwk(cjose_jwk_import_json(key, nullptr));
  if (jwk == nullptr) return nullptr;
  if (cjose_jwk_get_kty(jwk.get(), nullptr) == CJOSE_JWK_KTY_RSA &&
      cjose_jwk_get_keysize(jwk.get(), nullptr) < kFewestRsaBits) {
    return nullptr;
  }
  return std::make_shared<Key>(Key{*algorithm, std::move(jwk)});
}

}  // namespace

absl::StatusOr<Keys> ReadKeys(absl::string_view document) {
  if (document.size() > kLargestKeyDocument) {
    return absl::InvalidArgumentError("the key document is too large");
  }
  const Json json = ParseObject(document);
  json_t* listed = json == nullptr ? nullptr : json_object_get(json.get(), "keys");
  if (!json_is_array(listed) || json_array_size(listed) > kMostKeys) {
    return absl::InvalidArgumentError("not a key document, or too many keys in it");
  }
  Keys keys;
  for (size_t i = 0; i < json_array_size(listed); ++i) {
    json_t* one = json_array_get(listed, i);
    if (IsPrivate(one)) {
      return absl::InvalidArgumentError("the key document holds a private key");
    }
    const std::optional<std::string> kid = TextOf(one, "kid");
    if (!kid.has_value() || kid->empty() || kid->size() > kLongestKeyId) continue;
    std::shared_ptr<const Key> key = ReadKey(one);
    if (key == nullptr) continue;
    if (!keys.emplace(*kid, std::move(key)).second) {
      return absl::InvalidArgumentError("two keys of the key document have the same kid");
    }
  }
  if (keys.empty()) return absl::InvalidArgumentError("the key document holds no usable key");
  return keys;
}

}  // namespace telemachus::gateway
