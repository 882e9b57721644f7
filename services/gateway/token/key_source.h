#ifndef TELEMACHUS_GATEWAY_TOKEN_KEY_SOURCE_H_
#define TELEMACHUS_GATEWAY_TOKEN_KEY_SOURCE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace telemachus::gateway {

// Where the issuer's JWKS document lies. Used by one thread at a time.
class KeySource {
 public:
  virtual ~KeySource() = default;
  // The document of this moment, in bounded time and size. May block. UNAVAILABLE or NOT_FOUND
  // if it cannot be had.
  virtual absl::StatusOr<std::string> Read() = 0;
  // Whether it is seen, at next to no cost, that the document is not the one read last.
  virtual bool Changed() = 0;
};

// A file's path, or a URL. Keys decide who is let in, so they come by https, or by http from this
// machine alone; redirects are not followed. INVALID_ARGUMENT for any other URL.
absl::StatusOr<std::unique_ptr<KeySource>> OpenKeySource(const std::string& place);

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_KEY_SOURCE_H_
