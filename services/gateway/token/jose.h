#ifndef TELEMACHUS_GATEWAY_TOKEN_JOSE_H_
#define TELEMACHUS_GATEWAY_TOKEN_JOSE_H_

#include <cjose/cjose.h>
#include <jansson.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// Owners for what cjose and jansson hand out.
namespace telemachus::gateway {

// Gives back an object of cjose or jansson.
struct JoseRelease {
  void operator()(json_t* json) const { json_decref(json); }
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};

using Json = std::unique_ptr<json_t, JoseRelease>;
using Jwk = std::unique_ptr<cjose_jwk_t, JoseRelease>;
using Jws = std::unique_ptr<cjose_jws_t, JoseRelease>;

// A JSON object; null if the text is none. A name that stands twice is refused, since two readers
// could take different ones.
inline Json ParseObject(absl::string_view text) {
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  if (json != nullptr && !json_is_object(json.get())) json.reset();
  return json;
}

// A member that is a text; nothing if it is absent, another type, or holds a zero byte.
inline std::optional<std::string> TextOf(const json_t* object, const char* name) {
  const json_t* member = json_object_get(object, name);
  if (!json_is_string(member)) return std::nullopt;
  std::string text(json_string_value(member), json_string_length(member));
  if (text.find('\0') != std::string::npos) return std::nullopt;
  return text;
}

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_JOSE_H_
