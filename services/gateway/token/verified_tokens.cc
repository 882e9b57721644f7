#include "gateway/token/verified_tokens.h"

#include <algorithm>

#include "common/crypto/hash.h"

namespace telemachus::gateway {

std::optional<Claims> VerifiedTokens::Find(absl::string_view token, uint64_t generation,
                                           absl::Time now) {
  const std::string digest = crypto::Sha256(token);
  sync::Lock lock(mutex_);
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return std::nullopt;
  if (found->second.generation != generation || now >= found->second.until) return std::nullopt;
  return found->second.claims;
}

void VerifiedTokens::Keep(absl::string_view token, uint64_t generation, const Claims& claims,
                          absl::Time now) {
  std::string digest = crypto::Sha256(token);
  sync::Lock lock(mutex_);
  const uint64_t number = ++kept_;
  entries_[digest] = {claims, generation, std::min(claims.expiry + kSkew, now + kTrustTime),
                      number};
  order_.emplace_back(std::move(digest), number);
  while (order_.size() > capacity_) {
    const auto oldest = entries_.find(order_.front().first);
    if (oldest != entries_.end() && oldest->second.number == order_.front().second) {
      entries_.erase(oldest);
    }
    order_.pop_front();
  }
}

}  // namespace telemachus::gateway
