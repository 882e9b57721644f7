#ifndef TELEMACHUS_COMMON_EVENT_STREAM_H_
#define TELEMACHUS_COMMON_EVENT_STREAM_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/redis/client.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// The key of a producer's stream: its last events, which may be lost, repeated or out of order.
std::string StreamKey(absl::string_view producer);

// Adds events to a stream and cuts its old end off.
absl::Status WriteStream(redis::Client& redis, absl::string_view producer,
                         const std::vector<v1::Event>& events);

// An entry's id: when it was added, and which of that millisecond. Ordered.
struct EntryId {
  uint64_t time = 0;
  uint64_t sequence = 0;
  // clang-tidy 14 takes the default for a null pointer. NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const EntryId&, const EntryId&) = default;
};

// Reads what is added to a stream. Used by one thread.
class StreamReader {
 public:
  StreamReader(redis::Client& redis, absl::string_view producer);
  // Notes the stream's end: Next() goes on from there. Leaves a place noted earlier, unless the
  // stream ends before it: then it was lost, and another has begun.
  absl::Status Begin();
  // Forgets it.
  void Reset() { position_.reset(); }
  // What was added, waiting for something for `wait` at most; empty if nothing came.
  absl::StatusOr<std::vector<v1::Event>> Next(absl::Duration wait);

 private:
  redis::Client& redis_;
  const std::string key_;
  std::optional<EntryId> position_;  // of the last entry read
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_STREAM_H_
