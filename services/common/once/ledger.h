#ifndef TELEMACHUS_COMMON_ONCE_LEDGER_H_
#define TELEMACHUS_COMMON_ONCE_LEDGER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

// Remembers which requests were carried out, so that one sent again is not carried out again.
namespace telemachus::once {

// The table of this room; every service that takes a `request_id` migrates it (room "once").
const std::vector<sql::Migration>& Schema();

// One request as the ledger knows it.
struct Key {
  std::string caller;      // `people/{person}` or a service's name
  std::string method;      // full method
  std::string request_id;  // empty: nothing is looked up or kept
  std::string digest;      // SHA-256 of the request's deterministic bytes
};

// What an earlier run of the same request made.
struct Result {
  std::string resource;
  int64_t version = 0;
};

// Looks the request up inside the transaction of the change. Nothing if it is new;
// INVALID_ARGUMENT with REASON_REQUEST_ID_REUSED on field `request_id` if the same caller, method
// and id came with another payload.
absl::StatusOr<std::optional<Result>> Find(sql::Transaction& transaction, const Key& key);

// Keeps the result in the same transaction.
absl::Status Keep(sql::Transaction& transaction, const Key& key, const Result& result,
                  absl::Time now);

// Deletes what was kept before `before`, the oldest 5,000 at most. Requests may be repeated for a
// week.
absl::Status Forget(sql::Transaction& transaction, absl::Time before);

}  // namespace telemachus::once

#endif  // TELEMACHUS_COMMON_ONCE_LEDGER_H_
