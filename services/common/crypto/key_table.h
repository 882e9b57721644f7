#ifndef TELEMACHUS_COMMON_CRYPTO_KEY_TABLE_H_
#define TELEMACHUS_COMMON_CRYPTO_KEY_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

// The table of wrapped keys: one row a holder, kept as a mark when the key is destroyed, so that a
// destroyed holder never gets a key again.
namespace telemachus::crypto {

// A row.
struct HolderKey {
  std::string holder;
  std::string key_id;      // random, 32 hex digits
  int master_version = 0;  // that it is wrapped under
  std::string wrapped;     // empty if it was destroyed
  bool IsDestroyed() const { return wrapped.empty(); }
};

// The holder's row, or nothing.
absl::StatusOr<std::optional<HolderKey>> FindKey(sql::Transaction& transaction,
                                                 absl::string_view holder);

// Adds the row unless the holder has one.
absl::Status AddKey(sql::Transaction& transaction, const HolderKey& key);

// Makes the row a mark, or adds one.
absl::Status DestroyKey(sql::Transaction& transaction, absl::string_view holder, absl::Time now);

// Up to `limit` rows behind `after`, by holder, with keys that are wrapped under another version.
absl::StatusOr<std::vector<HolderKey>> KeysOfOtherVersions(sql::Transaction& transaction,
                                                           int version, absl::string_view after,
                                                           int limit);

// Replaces the wrapping of `key` (as it was read) by that of `anew`; returns whether it was still
// there to be replaced.
absl::StatusOr<bool> ReplaceWrapping(sql::Transaction& transaction, const HolderKey& key,
                                     const HolderKey& anew);

}  // namespace telemachus::crypto

#endif  // TELEMACHUS_COMMON_CRYPTO_KEY_TABLE_H_
