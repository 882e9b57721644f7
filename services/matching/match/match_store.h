#ifndef TELEMACHUS_MATCHING_MATCH_MATCH_STORE_H_
#define TELEMACHUS_MATCHING_MATCH_MATCH_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "matching/match/match_record.h"
#include "telemachus/matching/v1/match.pb.h"

// Where matches are kept. All functions run inside the caller's transaction.
namespace telemachus::matching {

// The match, or NOT_FOUND (bare).
absl::StatusOr<StoredMatch> LoadMatch(sql::Transaction& transaction, const std::string& name);

// The match of a request that is asked, accepted or confirmed; NOT_FOUND (bare) if there is none.
absl::StatusOr<StoredMatch> LoadLiveMatch(sql::Transaction& transaction,
                                          const std::string& request);

// Adds a match; sets version and etag in `stored`.
absl::Status InsertMatch(sql::Transaction& transaction, StoredMatch& stored);

// Writes a match read before; ABORTED if it has changed since. Sets version and etag in `stored`.
absl::Status SaveMatch(sql::Transaction& transaction, StoredMatch& stored);

// Matches of a person (in either part) or of an authority, newest first, after a position.
// `state` unspecified: all; of an authority only those accepted, confirmed or ended.
absl::StatusOr<std::vector<StoredMatch>> ListMatches(sql::Transaction& transaction,
                                                     const std::string& parent,
                                                     v1::Match::State state,
                                                     const std::string& after, int limit);
std::string PositionOf(const StoredMatch& stored);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_MATCH_MATCH_STORE_H_
