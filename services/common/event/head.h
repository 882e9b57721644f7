#ifndef TELEMACHUS_COMMON_EVENT_HEAD_H_
#define TELEMACHUS_COMMON_EVENT_HEAD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// Rows numbered in one transaction at most.
inline constexpr int64_t kNumberedAtOnce = 500;

// Where a producer's history ends.
struct Head {
  std::string epoch;
  int64_t last = 0;
  int64_t handed = 0;
};

// Nothing if the producer has no history yet.
absl::StatusOr<std::optional<Head>> FindHead(sql::Transaction& transaction);

// Committed rows without a number; counts to kNumberedAtOnce at most.
absl::StatusOr<int64_t> CountWaiting(sql::Transaction& transaction);

// What a numbering did.
struct Numbered {
  Head before, after;
  // Whether rows may have been left for another numbering.
  bool more = false;
};

// Numbers waiting rows, in the order of their writing, in a transaction that moves the head from
// where it saw it: of two that run at once, one cannot commit. Makes the head at first use. With
// `hand_on`, also takes it on itself to tell the stream of up to kNumberedAtOnce events.
absl::StatusOr<Numbered> Number(sql::Database& database, bool hand_on, absl::Time deadline);

// The events after number `after`, oldest first, up to `limit`.
absl::StatusOr<std::vector<v1::Event>> ReadEvents(sql::Transaction& transaction, const Head& head,
                                                  int64_t after, int64_t limit);

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_HEAD_H_
