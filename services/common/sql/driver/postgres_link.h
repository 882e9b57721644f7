#ifndef TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_LINK_H_
#define TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_LINK_H_

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "common/sql/driver/failure.h"

namespace telemachus::sql {

// A link to a PostgreSQL server in pipeline mode, on which no wait outlasts its deadline. Commands
// are sent with libpq's PQsend functions and travel together up to the next Collect() or Leave():
// one way there and back for all of them.
class PostgresLink {
 public:
  // What to do when the time runs out during a wait.
  enum class AtDeadline {
    kCancel,   // ask the server to stop; the link stays sound if it does so soon
    kAbandon,  // close the link
  };

  // Connects; nothing if the server cannot be reached in time.
  static std::unique_ptr<PostgresLink> Connect(const std::string& target, absl::Time deadline);
  ~PostgresLink();
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  // For the PQsend functions.
  PGconn* raw() { return connection_; }

  // Sends what is queued, waits for the results and shows each to `on_result`, up to the first
  // that is an error. Results of what was left before are dropped.
  Failure Collect(absl::Time deadline, AtDeadline at_deadline,
                  absl::FunctionRef<Failure(PGresult*)> on_result);
  // Sends what is queued and does not wait for the results.
  void Leave();

 private:
  enum class Wait { kDone, kLate, kBroken };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;

  PostgresLink() = default;
  bool Start(const std::string& target, absl::Time deadline);
  Wait Poll(int16_t events, absl::Time deadline);
  // Waits until PQgetResult() would not block.
  Wait Await(absl::Time deadline);
  // The same; when the time runs out, cancels and goes on for a moment.
  Wait AwaitOrCancel(absl::Time deadline, AtDeadline at_deadline, bool& cancelled);
  void Cancel();

  PGconn* connection_ = nullptr;
  // Synchronisation points sent whose results were not read yet.
  int unread_ = 0;
};

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DRIVER_POSTGRES_LINK_H_
