#ifndef TELEMACHUS_MATCHING_PASSING_PASSING_STORE_H_
#define TELEMACHUS_MATCHING_PASSING_PASSING_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "matching/request/request_record.h"

// Where it is kept who is responsible for requests and matches after their authority ended. All
// functions run inside the caller's transaction.
namespace telemachus::matching {

// All requests, live or not, for which an authority is responsible.
absl::StatusOr<std::vector<StoredRequest>> RequestsUnder(sql::Transaction& transaction,
                                                         const std::string& authority);

// Names of the matches of a request that were ever confirmed.
absl::StatusOr<std::vector<std::string>> ConfirmedMatches(sql::Transaction& transaction,
                                                          const std::string& request);

// From a day (YYYY-MM-DD) on, somebody else is responsible for the request and its matches.
absl::Status PassTo(sql::Transaction& transaction, const std::string& request,
                    const std::string& from_date, const access::Scope& place);

// Notes that members of an authority passed on; and how often that was noted of any.
absl::Status NotePassing(sql::Transaction& transaction, const std::string& authority);
absl::StatusOr<int64_t> CountPassings(sql::Transaction& transaction);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_PASSING_PASSING_STORE_H_
