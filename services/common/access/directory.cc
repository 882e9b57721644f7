#include "common/access/directory.h"

namespace telemachus::access {

CachedDirectory::CachedDirectory(Directory& source, const time::Clock& clock,
                                 absl::Duration max_age, size_t capacity)
    : source_(source), clock_(clock), max_age_(max_age), capacity_(capacity) {}

absl::StatusOr<v1::Caller> CachedDirectory::Resolve(absl::string_view issuer,
                                                    absl::string_view subject,
                                                    absl::Time deadline) {
  const Key key(issuer, subject);
  // An answer is as old as its question.
  const absl::Time asked = clock_.Now();
  uint64_t generation;
  {
    sync::Lock lock(mutex_);
    const auto known = entries_.find(key);
    if (known != entries_.end() && asked - known->second.fetched < max_age_) {
      return known->second.caller;
    }
    generation = generation_;
  }
  absl::StatusOr<v1::Caller> caller = source_.Resolve(issuer, subject, deadline);
  if (caller.ok()) Keep(key, *caller, asked, generation);
  return caller;
}

std::optional<v1::Caller> CachedDirectory::Known(absl::string_view issuer,
                                                 absl::string_view subject) {
  const Key key(issuer, subject);
  sync::Lock lock(mutex_);
  const auto known = entries_.find(key);
  if (known == entries_.end() || clock_.Now() - known->second.fetched >= max_age_) {
    return std::nullopt;
  }
  return known->second.caller;
}

void CachedDirectory::Keep(const Key& key, const v1::Caller& caller, absl::Time asked,
                           uint64_t generation) {
  sync::Lock lock(mutex_);
  // Somebody changed while the question was under way: the answer may be the old one.
  if (generation != generation_) return;
  Entry& entry = entries_[key];
  if (!entry.caller.person().empty() && entry.fetched > asked) return;
  entry = Entry{caller, asked};
  order_.emplace_back(asked, key);
  while (!order_.empty() &&
         (order_.size() > capacity_ || asked - order_.front().first >= max_age_)) {
    const auto oldest = entries_.find(order_.front().second);
    if (oldest != entries_.end() && oldest->second.fetched == order_.front().first) {
      entries_.erase(oldest);
    }
    order_.pop_front();
  }
}

void CachedDirectory::Clear() {
  sync::Lock lock(mutex_);
  ++generation_;
  entries_.clear();
  order_.clear();
}

}  // namespace telemachus::access
