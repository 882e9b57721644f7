#ifndef TELEMACHUS_REGISTRY_ELECTION_RESULT_STORE_H_
#define TELEMACHUS_REGISTRY_ELECTION_RESULT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// What was said of elections, and not applied yet. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// Keeps results in place of what was said of the same members before; each has a seat or, of who
// arrives, the council's key alone.
absl::Status SaveResults(sql::Transaction& transaction, const std::string& election,
                         const std::vector<v1::ElectionResult>& results);
// Deletes those under some of the council's keys.
absl::Status DeleteResults(sql::Transaction& transaction, const std::string& election,
                           const std::vector<std::string>& council_keys);
// Deletes what was said of somebody who has arrived.
absl::Status DeleteArrival(sql::Transaction& transaction, const std::string& election,
                           const std::string& council_key);
// Deletes what was said of all who arrive.
absl::Status DeleteArrivals(sql::Transaction& transaction, const std::string& election);
// Deletes all of them.
absl::Status DeleteAllResults(sql::Transaction& transaction, const std::string& election);

// How many there are.
absl::StatusOr<int64_t> CountResults(sql::Transaction& transaction, const std::string& election);
// Those after a position, who arrives last, each by their keys. PositionOf() makes positions.
absl::StatusOr<std::vector<v1::ElectionResult>> LoadResults(sql::Transaction& transaction,
                                                            const std::string& election,
                                                            const std::string& after, int limit);
std::string PositionOf(const v1::ElectionResult& result);
// The one of a member by their seat, or of who arrives by the council's key, if there is one.
absl::StatusOr<std::vector<v1::ElectionResult>> FindResult(sql::Transaction& transaction,
                                                           const std::string& election,
                                                           const std::string& membership,
                                                           const std::string& council_key);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_RESULT_STORE_H_
