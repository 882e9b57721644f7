#ifndef TELEMACHUS_GATEWAY_TOKEN_VERIFIED_TOKENS_H_
#define TELEMACHUS_GATEWAY_TOKEN_VERIFIED_TOKENS_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "gateway/token/claims.h"

namespace telemachus::gateway {

// Remembers tokens that were verified, by their SHA-256 and never by their text. Bounded; the
// oldest goes first. Thread-safe.
class VerifiedTokens {
 public:
  // Longest time a token is trusted without verifying it again, so that a withdrawn key is noticed.
  static constexpr absl::Duration kTrustTime = absl::Minutes(5);

  explicit VerifiedTokens(size_t capacity = 20000) : capacity_(capacity) {}

  // What the token says, if it was verified by keys of this generation and is valid at `now`.
  std::optional<Claims> Find(absl::string_view token, uint64_t generation, absl::Time now);
  void Keep(absl::string_view token, uint64_t generation, const Claims& claims, absl::Time now);

 private:
  struct Entry {
    Claims claims;
    uint64_t generation;
    absl::Time until;
    uint64_t number;
  };

  const size_t capacity_;
  sync::Mutex mutex_;
  std::unordered_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  // Digests in the order they were kept; one kept again stands twice, with another number.
  std::deque<std::pair<std::string, uint64_t>> order_ ABSL_GUARDED_BY(mutex_);
  uint64_t kept_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_VERIFIED_TOKENS_H_
