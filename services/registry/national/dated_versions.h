#ifndef TELEMACHUS_REGISTRY_NATIONAL_DATED_VERSIONS_H_
#define TELEMACHUS_REGISTRY_NATIONAL_DATED_VERSIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

// Versions that begin on a date, never before an earlier one, and may be withdrawn until then:
// those of authorities' and of nations' policies. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// A table of them, with columns `version`, `effective_date` and `withdrawn_at` (0: was not).
struct DatedTable {
  const char* name;
  // The column of whose versions they are.
  const char* owner;
};
inline constexpr DatedTable kPolicies = {"policies", "authority"};
inline constexpr DatedTable kNationalPolicies = {"national_policies", "nation"};

// Which version of whose.
struct VersionKey {
  std::string owner;
  int64_t version = 0;
};

// What a name "{owner}/policies/{version}" says; nothing if it is none.
std::optional<VersionKey> ParseVersion(absl::string_view name);

// The number below which a list goes on, after the version at which its last page ended (empty: the
// first page, above all of them).
int64_t VersionBefore(absl::string_view position);

// How far versions have come.
struct LatestVersion {
  // The last number given, withdrawn or not; 0: none was.
  int64_t version = 0;
  // When the latest that was not withdrawn begins (YYYY-MM-DD); empty: there is none.
  std::string effective_date;
};
absl::StatusOr<LatestVersion> FindLatest(sql::Transaction& transaction, const DatedTable& table,
                                         const std::string& owner);

// Withdraws a version that begins after `today` and was not withdrawn; false if there is none.
absl::StatusOr<bool> Withdraw(sql::Transaction& transaction, const DatedTable& table,
                              const VersionKey& key, absl::string_view today, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_DATED_VERSIONS_H_
