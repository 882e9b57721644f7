#ifndef TELEMACHUS_GATEWAY_TOKEN_KEY_SET_H_
#define TELEMACHUS_GATEWAY_TOKEN_KEY_SET_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "gateway/token/key_document.h"
#include "gateway/token/key_source.h"

namespace telemachus::gateway {

// The issuer's keys as they come and go. They are read again when they are old, when the file
// changed, and when a token names a key nobody knows; while the issuer is away the last ones stay.
// Thread-safe.
class KeySet {
 public:
  // Shortest time between two readings, whoever asks for unknown keys and how often.
  static constexpr absl::Duration kReadInterval = absl::Seconds(30);
  // Longest time until a key that the issuer withdrew is noticed to be gone.
  static constexpr absl::Duration kMaxAge = absl::Minutes(5);

  KeySet(std::unique_ptr<KeySource> source, const time::Clock& clock);

  // Reads the keys now, whatever is known already.
  absl::Status Load();
  // Reads the keys if they are old or are seen to have changed; for somebody who calls it all the
  // time. May block.
  void KeepFresh();
  // The key of this id, or null. May block while keys are read.
  std::shared_ptr<const Key> Find(absl::string_view kid);
  // Whether keys have been read so far.
  bool loaded() const;
  // Grows whenever the keys became others: what earlier ones verified has to be verified again.
  uint64_t generation() const;

 private:
  // Whether it is time to read, whatever key is asked for. Nobody else reads.
  bool Due(bool unknown_key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether the caller has to read the keys before `kid` is looked up. Waits for who reads now if
  // the key is not known.
  bool MustRead(absl::string_view kid);
  absl::Status Read();

  const std::unique_ptr<KeySource> source_;
  const time::Clock& clock_;
  mutable sync::Mutex mutex_;
  sync::Condition changed_;
  std::string document_ ABSL_GUARDED_BY(mutex_);
  Keys keys_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  // Who sets this has `source_` for itself.
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time old_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time read_again_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_TOKEN_KEY_SET_H_
