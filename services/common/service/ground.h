#ifndef TELEMACHUS_COMMON_SERVICE_GROUND_H_
#define TELEMACHUS_COMMON_SERVICE_GROUND_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/access/assertion.h"
#include "common/access/directory.h"
#include "common/event/consumer.h"
#include "common/event/relay.h"
#include "common/id/id.h"
#include "common/page/token.h"
#include "common/redis/client.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "common/timer/timers.h"

namespace telemachus::service {

// What a service is given to start with.
struct GroundOptions {
  std::string service;                 // "matching"
  sql::Options database;               // its own, read by nobody else
  std::string redis;                   // empty: events are fetched only
  std::string key_file;                // its signing key
  std::string peer_keys;               // directory of everybody's public keys
  std::string page_key_file;           // key of page tokens
  const time::Clock* clock = nullptr;  // null: the machine's
};

// The options as the common flags say them.
GroundOptions FromFlags(const std::string& service);

// What every service stands on: its database brought forward, Redis, keys, time, ids, its outbox
// with relay and EventService. Made first in Bind, owned by the bindings.
class Ground {
 public:
  // Opens everything and registers EventService. UNAVAILABLE or INVALID_ARGUMENT with the reason if
  // something is missing.
  static absl::StatusOr<Ground*> Lay(const GroundOptions& options,
                                     absl::Span<const sql::Migration> schema,
                                     rpc::Bindings& bindings);
  ~Ground();

  sql::Database& database() { return *database_; }
  const time::Clock& clock() const { return *clock_; }
  id::IdSource& ids() { return ids_; }
  const page::Tokens& tokens() const { return *tokens_; }

  // A channel to another service, on which calls are signed as this one.
  rpc::Channel& Connect(const std::string& service, const std::string& target);

  // Callers are resolved by `directory` and remembered for `max_age` at most. The registry itself
  // remembers nobody: its directory is at hand.
  void AdmitBy(access::Directory& directory, absl::Duration max_age = absl::Seconds(5));

  // Follows another service's events; `effect` runs, as event::Effect says, for those that
  // `concerns` picks (empty: all). The returned consumer catches up on demand.
  event::Consumer& Follow(const std::string& producer, rpc::Channel& channel, event::Effect effect,
                          std::function<bool(const event::v1::Event&)> concerns = {});

  // Fires timers; called once, with all kinds.
  timer::Timers& FireTimers(std::map<std::string, timer::Effect> effects);

 private:
  explicit Ground(rpc::Bindings& bindings) : bindings_(bindings) {}
  absl::Status Open(const GroundOptions& options, absl::Span<const sql::Migration> schema);
  absl::StatusOr<redis::Client*> OpenRedis();
  absl::StatusOr<event::v1::FetchEventsResponse> Fetch(
      const rpc::Call& call, const event::v1::FetchEventsRequest& request);

  rpc::Bindings& bindings_;
  std::string service_;
  std::string redis_target_;
  time::SystemClock system_clock_;
  const time::Clock* clock_ = &system_clock_;
  id::RandomIds ids_;
  std::unique_ptr<sql::Database> database_;
  std::vector<std::unique_ptr<redis::Client>> redis_;  // one each for relay and consumers
  std::unique_ptr<access::Signer> signer_;
  std::unique_ptr<access::Verifier> verifier_;
  std::unique_ptr<page::Tokens> tokens_;
  std::unique_ptr<access::CachedDirectory> directory_;
  std::unique_ptr<event::Relay> relay_;
};

}  // namespace telemachus::service

#endif  // TELEMACHUS_COMMON_SERVICE_GROUND_H_
