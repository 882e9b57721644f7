#include "common/crypto/key_cache.h"

#include <algorithm>
#include <utility>

namespace telemachus::crypto {
namespace {

// A clock set back makes an entry old as well: better read again than kept too long.
bool IsTooOld(absl::Time read, absl::Time now) {
  return now < read || now - read >= KeyCache::kLifetime;
}

}  // namespace

std::shared_ptr<const SecretKey> KeyCache::Find(absl::string_view holder, absl::Time now) {
  sync::Lock lock(mutex_);
  const auto found = entries_.find(holder);
  if (found == entries_.end()) return nullptr;
  if (IsTooOld(found->second.read, now)) {
    entries_.erase(found);
    return nullptr;
  }
  return found->second.key;
}

int64_t KeyCache::Epoch() const {
  sync::Lock lock(mutex_);
  return epoch_;
}

void KeyCache::Keep(absl::string_view holder, std::shared_ptr<const SecretKey> key, absl::Time now,
                    int64_t epoch) {
  sync::Lock lock(mutex_);
  if (epoch != epoch_) return;
  if (entries_.size() >= kKeysMax) MakeRoom(now);
  entries_[std::string(holder)] = Entry{std::move(key), now};
}

void KeyCache::Drop(absl::string_view holder) {
  sync::Lock lock(mutex_);
  ++epoch_;
  const auto found = entries_.find(holder);
  if (found != entries_.end()) entries_.erase(found);
}

void KeyCache::MakeRoom(absl::Time now) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    entry = IsTooOld(entry->second.read, now) ? entries_.erase(entry) : std::next(entry);
  }
  if (entries_.size() < kKeysMax) return;
  entries_.erase(
      std::min_element(entries_.begin(), entries_.end(),
                       [](const auto& a, const auto& b) { return a.second.read < b.second.read; }));
}

}  // namespace telemachus::crypto
