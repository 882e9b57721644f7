#ifndef TELEMACHUS_MATCHING_REQUEST_REQUEST_STORE_H_
#define TELEMACHUS_MATCHING_REQUEST_REQUEST_STORE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "matching/request/request_record.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/registry/v1/authority.pb.h"

// Where requests are kept. All functions run inside the caller's transaction.
namespace telemachus::matching {

// The request, or NOT_FOUND (bare).
absl::StatusOr<StoredRequest> LoadRequest(sql::Transaction& transaction, const std::string& name);

// Adds a request; sets version and etag in `stored`.
absl::Status InsertRequest(sql::Transaction& transaction, StoredRequest& stored);

// Writes a request read before; ABORTED if it has changed since. Sets version and etag in `stored`.
absl::Status SaveRequest(sql::Transaction& transaction, StoredRequest& stored);

// How many requests of a mentee are neither matched nor withdrawn.
absl::StatusOr<int> CountOpenRequests(sql::Transaction& transaction, const std::string& mentee);

// Requests of a person, authority or region after a position, by rank in the queue, then oldest
// first. `state` unspecified: all. A row's position is `PositionOf` it.
absl::StatusOr<std::vector<StoredRequest>> ListRequests(sql::Transaction& transaction,
                                                        const std::string& parent,
                                                        v1::Request::State state,
                                                        const std::string& after, int limit);
std::string PositionOf(const StoredRequest& stored);

// The sealed challenge; NOT_FOUND (bare) if there is none.
absl::Status InsertChallenge(sql::Transaction& transaction, const std::string& request,
                             const std::string& sealed);
absl::StatusOr<std::string> LoadChallenge(sql::Transaction& transaction,
                                          const std::string& request);

// People with whom the mentee had a pair that ended.
absl::StatusOr<std::set<std::string>> EndedWith(sql::Transaction& transaction,
                                                const std::string& mentee);
absl::Status AddEndedPair(sql::Transaction& transaction, const std::string& mentee,
                          const std::string& mentor);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_REQUEST_STORE_H_
