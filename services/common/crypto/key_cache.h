#ifndef TELEMACHUS_COMMON_CRYPTO_KEY_CACHE_H_
#define TELEMACHUS_COMMON_CRYPTO_KEY_CACHE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/crypto/aead.h"
#include "common/sync/mutex.h"

namespace telemachus::crypto {

// Unwrapped keys, few and for a short time; each is overwritten when it goes. Thread-safe.
class KeyCache {
 public:
  // Keys kept, and for how long from the moment they were read.
  static constexpr size_t kKeysMax = 1000;
  static constexpr absl::Duration kLifetime = absl::Seconds(60);

  // The holder's key, or null.
  std::shared_ptr<const SecretKey> Find(absl::string_view holder, absl::Time now);

  // Note this before a key is read from the database, and give it to Keep().
  int64_t Epoch() const;
  // Keeps a key, unless one was dropped since `epoch`: it could be this one.
  void Keep(absl::string_view holder, std::shared_ptr<const SecretKey> key, absl::Time now,
            int64_t epoch);
  // Forgets the holder's key.
  void Drop(absl::string_view holder);

 private:
  struct Entry {
    std::shared_ptr<const SecretKey> key;
    absl::Time read;
  };

  // Forgets what is too old, and the oldest if that leaves no room.
  void MakeRoom(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable sync::Mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_ ABSL_GUARDED_BY(mutex_);
  int64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_KEY_CACHE_H_
