#ifndef TELEMACHUS_COMMON_TIMER_TIMERS_H_
#define TELEMACHUS_COMMON_TIMER_TIMERS_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/time/clock.h"

// Time acts through rows: written in the transaction that causes them, fired by any replica, and
// the effect happens in the transaction that removes the row.
namespace telemachus::timer {

// The table of this room (room "timer").
const std::vector<sql::Migration>& Schema();

// Sets the timer (kind, subject) to `due`, replacing an earlier one.
absl::Status Set(sql::Transaction& transaction, absl::string_view kind, absl::string_view subject,
                 absl::Time due);
// Removes the timer, if there is one.
absl::Status Clear(sql::Transaction& transaction, absl::string_view kind,
                   absl::string_view subject);

// What a timer of one kind does, in the transaction that removes its row. Sees committed state
// only and decides by it: a timer says that it is time to look, not what to do. After an error the
// row is postponed, from a second up to an hour; after a lost race it stays due.
using Effect =
    std::function<absl::Status(sql::Transaction&, const std::string& subject, absl::Time now)>;

// Fires due timers on a thread of its own. Several replicas may run; each row fires once.
class Timers {
 public:
  // `effects` by kind. Rows of unknown kind stay, are logged and counted.
  Timers(sql::Database& database, const time::Clock& clock, std::map<std::string, Effect> effects);
  ~Timers();
  // Starts and stops the thread; it looks every `interval`.
  void Start(absl::Duration interval = absl::Seconds(1));
  void Stop();
  // Fires everything due now, on the caller's thread; returns how many. For tests with a clock of
  // their own.
  absl::StatusOr<int> FireDue();

 private:
  class Loop;
  // Fires what is due until `stopping`.
  absl::StatusOr<int> FireUntil(const std::function<bool()>& stopping);
  void NoteUnknown(int count);

  sql::Database& database_;
  const time::Clock& clock_;
  const std::map<std::string, Effect> effects_;
  // Due rows of unknown kind, as last logged.
  std::atomic<int> unknown_ = 0;
  std::unique_ptr<Loop> loop_;
};

}  // namespace telemachus::timer

#endif  // TELEMACHUS_COMMON_TIMER_TIMERS_H_
