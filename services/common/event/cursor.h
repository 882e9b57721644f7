#ifndef TELEMACHUS_COMMON_EVENT_CURSOR_H_
#define TELEMACHUS_COMMON_EVENT_CURSOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// A place in a producer's history. The epoch is empty before the first contact.
struct Position {
  std::string epoch;
  int64_t last = 0;
};

// The rows of one consumer of one producer: how far it has come, and what it parked. All run in
// the caller's transaction. Thread-safe.
class Cursor {
 public:
  Cursor(std::string producer, std::string consumer);

  // Where the cursor stands.
  absl::StatusOr<Position> Read(sql::Transaction& transaction) const;
  // Moves onto `event` if it is the next one; false if it is not, or no longer.
  absl::StatusOr<bool> Advance(sql::Transaction& transaction, const v1::Event& event) const;
  // Moves from before `first` to `last`, two events of one epoch; false if it does not stand there.
  absl::StatusOr<bool> Skip(sql::Transaction& transaction, const v1::Event& first,
                            const v1::Event& last) const;
  // Makes the row at first contact; leaves one that is there.
  absl::Status Create(sql::Transaction& transaction, const std::string& epoch) const;
  // Goes back to the beginning, in another epoch, and forgets what was parked.
  absl::Status Restart(sql::Transaction& transaction, const std::string& epoch) const;

  // Events that could not be applied, kept aside with the later ones of their resource; `code` says
  // why.
  absl::StatusOr<int64_t> CountParked(sql::Transaction& transaction) const;
  absl::StatusOr<bool> HasParked(sql::Transaction& transaction, const std::string& resource) const;
  absl::Status Park(sql::Transaction& transaction, const v1::Event& event,
                    absl::string_view code) const;
  // The oldest parked event of a resource.
  absl::StatusOr<std::optional<v1::Event>> FirstParked(sql::Transaction& transaction,
                                                       const std::string& resource) const;
  // Removes a parked event; false if it is no longer there.
  absl::StatusOr<bool> Unpark(sql::Transaction& transaction, const v1::Event& event) const;
  // Resources with parked events whose first one has a number above `after`, by that number.
  struct ParkedResource {
    std::string name;
    int64_t first = 0;
  };
  absl::StatusOr<std::vector<ParkedResource>> ParkedResources(sql::Transaction& transaction,
                                                              int64_t after) const;

 private:
  // The row's key, and further values.
  sql::Parameters With(sql::Parameters further) const;

  const std::string producer_;
  const std::string consumer_;
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_CURSOR_H_
