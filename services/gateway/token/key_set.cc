#include "gateway/token/key_set.h"

#include <utility>

#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/metric/metric.h"

namespace telemachus::gateway {

KeySet::KeySet(std::unique_ptr<KeySource> source, const time::Clock& clock)
    : source_(std::move(source)), clock_(clock) {}

absl::Status KeySet::Load() {
  {
    sync::Lock lock(mutex_);
    while (reading_) changed_.Wait(mutex_);
    reading_ = true;
  }
  return Read();
}

void KeySet::KeepFresh() {
  {
    sync::Lock lock(mutex_);
    if (reading_ || !Due(false)) return;
    reading_ = true;
  }
  Read().IgnoreError();
}

std::shared_ptr<const Key> KeySet::Find(absl::string_view kid) {
  if (MustRead(kid)) Read().IgnoreError();
  sync::Lock lock(mutex_);
  const auto found = keys_.find(kid);
  return found == keys_.end() ? nullptr : found->second;
}

bool KeySet::loaded() const {
  sync::Lock lock(mutex_);
  return generation_ > 0;
}

uint64_t KeySet::generation() const {
  sync::Lock lock(mutex_);
  return generation_;
}

bool KeySet::MustRead(absl::string_view kid) {
  sync::Lock lock(mutex_);
  while (reading_ && keys_.find(kid) == keys_.end()) changed_.Wait(mutex_);
  if (reading_) return false;
  reading_ = Due(keys_.find(kid) == keys_.end());
  return reading_;
}

bool KeySet::Due(bool unknown_key) {
  const absl::Time now = clock_.Now();
  return ((unknown_key || now >= old_at_) && now >= read_again_at_) || source_->Changed();
}

absl::Status KeySet::Read() {
  const absl::StatusOr<std::string> document = source_->Read();
  absl::StatusOr<Keys> keys =
      document.ok() ? ReadKeys(*document) : absl::StatusOr<Keys>(document.status());
  metric::Count("gateway_key_readings_total", "Readings of the issuer's keys.",
                {{"result", keys.ok() ? "read" : "failed"}});
  if (keys.ok()) {
    log::Info("keys of the issuer read", {{"keys", static_cast<int64_t>(keys->size())}});
  } else {
    log::Warning("keys of the issuer not read", {{"status", keys.status()}});
  }
  absl::Status read = keys.status();
  sync::Lock lock(mutex_);
  const absl::Time now = clock_.Now();
  read_again_at_ = now + kReadInterval;
  if (keys.ok()) {
    if (*document != document_) ++generation_;
    document_ = *document;
    keys_ = *std::move(keys);
    old_at_ = now + kMaxAge;
  }
  reading_ = false;
  changed_.NotifyAll();
  return read;
}

}  // namespace telemachus::gateway
