#ifndef TELEMACHUS_COMMON_ACCESS_DIRECTORY_H_
#define TELEMACHUS_COMMON_ACCESS_DIRECTORY_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "telemachus/access/v1/directory.pb.h"

namespace telemachus::access {

// Knows who is behind an issuer and subject. Thread-safe.
class Directory {
 public:
  virtual ~Directory() = default;
  // The caller with roles and scopes of this moment. NOT_FOUND if nobody is linked; UNAVAILABLE if
  // it cannot be known now, and then nothing is allowed.
  virtual absl::StatusOr<v1::Caller> Resolve(absl::string_view issuer, absl::string_view subject,
                                             absl::Time deadline) = 0;
};

// Remembers answers for at most `max_age` (5 s: that long may a taken-away role still work).
// Errors are not remembered. Bounded; the oldest answer goes first. Calls with the same question at
// the same time ask it once and share the answer, errors included; but one that came of having less
// time than the other caller.
class CachedDirectory final : public Directory {
 public:
  CachedDirectory(Directory& source, const time::Clock& clock,
                  absl::Duration max_age = absl::Seconds(5), size_t capacity = 20000);
  absl::StatusOr<v1::Caller> Resolve(absl::string_view issuer, absl::string_view subject,
                                     absl::Time deadline) override;
  // The answer to that question if it is remembered. Asks nobody and does not block.
  std::optional<v1::Caller> Known(absl::string_view issuer, absl::string_view subject);
  // Forgets everything; called when the registry says that somebody changed.
  void Clear();

 private:
  using Key = std::pair<std::string, std::string>;
  struct Entry {
    v1::Caller caller;
    absl::Time fetched;
  };
  // A question under way.
  struct Question {
    absl::Time asked;
    absl::Time deadline;
    uint64_t generation;  // how often Clear() had come
    std::optional<absl::StatusOr<v1::Caller>> answer = {};
  };

  // What is known or comes to be known by questions of others; nothing if this caller has to ask.
  std::optional<absl::StatusOr<v1::Caller>> Await(const Key& key, absl::Time deadline)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The remembered answer, if it is young enough.
  const v1::Caller* Remembered(const Key& key) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether an answer holds for somebody else who would have waited until `deadline`.
  bool Holds(const Question& question, absl::Time deadline) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Keeps an answer, unless Clear() came since the question.
  void Keep(const Key& key, const v1::Caller& caller, const Question& question)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Directory& source_;
  const time::Clock& clock_;
  const absl::Duration max_age_;
  const size_t capacity_;
  sync::Mutex mutex_;
  std::map<Key, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  // Every answer kept, oldest first.
  std::deque<std::pair<absl::Time, Key>> order_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  // As many as calls are under way.
  std::map<Key, std::shared_ptr<Question>> questions_ ABSL_GUARDED_BY(mutex_);
  sync::Condition answered_;
};

}  // namespace telemachus::access

#endif  // TELEMACHUS_COMMON_ACCESS_DIRECTORY_H_
