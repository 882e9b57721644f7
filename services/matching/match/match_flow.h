#ifndef TELEMACHUS_MATCHING_MATCH_MATCH_FLOW_H_
#define TELEMACHUS_MATCHING_MATCH_MATCH_FLOW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "matching/match/match_store.h"
#include "matching/request/request_store.h"

// The steps between the mentee's choice and the match, shared by calls, timers and events. Each
// works inside the caller's transaction and saves what it changes.
namespace telemachus::matching {

// Sets when a request without a mentor looks further from home.
absl::Status SetOutwardTimer(sql::Transaction& transaction, const StoredRequest& request,
                             absl::Time now);

// Asks the next mentor of the mentee's ranking who has a place: one held by an offer, or one taken
// anew. Returns the match asked; NOT_FOUND (bare) if nobody is left, and then the mentee chooses
// again, or the request waits.
absl::StatusOr<StoredMatch> AskNext(sql::Transaction& transaction, StoredRequest& request,
                                    id::IdSource& ids, absl::Time now);

// A match that came to nothing: gives its place back and asks the next.
absl::Status GiveUp(sql::Transaction& transaction, StoredMatch& match, StoredRequest& request,
                    id::IdSource& ids, absl::Time now);

// What a confirmed match changes beside itself: the request is matched, what else was offered is
// released, the event is written. `source` says where the mentor is from.
absl::Status Conclude(sql::Transaction& transaction, StoredMatch& match, StoredRequest& request,
                      absl::Time now);

// The end of the confirmed match of a name: its place is free, and the pair is never proposed
// again. With `rematch` the request goes to the head of the queue.
absl::Status EndMatch(sql::Transaction& transaction, const std::string& name, bool rematch,
                      absl::Time now);

// A request that is over before a match: its offers, its asked mentor and its timers go.
absl::Status Abandon(sql::Transaction& transaction, StoredRequest& request);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_MATCH_MATCH_FLOW_H_
