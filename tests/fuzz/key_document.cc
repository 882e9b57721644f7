#include "gateway/token/key_document.h"

#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using telemachus::fuzz::Require;
  const auto keys = telemachus::gateway::ReadKeys(telemachus::fuzz::Text(data, size));
  if (!keys.ok()) {
    Require(absl::IsInvalidArgument(keys.status()), "a bad document is INVALID_ARGUMENT");
    return 0;
  }
  Require(!keys->empty(), "a document without keys is refused");
  for (const auto& [kid, key] : *keys) {
    Require(!kid.empty() && key->jwk != nullptr, "a key has an id and is one");
    const bool rsa = cjose_jwk_get_kty(key->jwk.get(), nullptr) == CJOSE_JWK_KTY_RSA;
    Require(key->algorithm == (rsa ? "RS256" : "ES256"), "a key has the algorithm of its type");
  }
  return 0;
}
