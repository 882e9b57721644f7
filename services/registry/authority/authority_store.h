#ifndef TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_STORE_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_STORE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/authority.pb.h"

// Where authorities and their seats are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// An authority as kept: `authority` is complete, seats and etag included, but for what it came
// after, which is kept with successions.
struct StoredAuthority {
  v1::Authority authority;
  int64_t version = 0;
};

// Where the authority lies, as rules of access ask.
access::Scope ScopeOf(const v1::Authority& authority);

// The columns that make an authority, and how many they are; and what they make.
inline constexpr char kAuthorityColumns[] = "body, seat_count, version";
inline constexpr size_t kAuthorityColumnCount = 3;
StoredAuthority AuthorityOf(const sql::Row& row);

// One authority, or NOT_FOUND (bare).
absl::StatusOr<StoredAuthority> LoadAuthority(sql::Transaction& transaction,
                                              const std::string& name);

// Those of some codes, in no order; unknown ones are left out.
absl::StatusOr<std::vector<StoredAuthority>> LoadByCode(sql::Transaction& transaction,
                                                        const std::vector<std::string>& codes);

// All authorities after a code, in the order of their codes, ended ones too.
absl::StatusOr<std::vector<StoredAuthority>> WalkAuthorities(sql::Transaction& transaction,
                                                             const std::string& after, int limit);

// Adds an authority and its region, if that is new; ABORTED if the code has come in meanwhile.
absl::Status InsertAuthority(sql::Transaction& transaction, StoredAuthority& stored);

// Writes an authority read before; ABORTED if it has changed since.
absl::Status SaveAuthority(sql::Transaction& transaction, StoredAuthority& stored);

// Fills in what lists are narrowed by, for rows of before there were such lists.
absl::Status FillAuthorityLists(sql::Transaction& transaction);

// Counts the seats of an authority anew; writes only what has changed. True if it has.
absl::StatusOr<bool> RecountSeats(sql::Transaction& transaction, const std::string& authority);

// The nation of `regions/{region}`; NOT_FOUND (bare) if no authority lies there.
absl::StatusOr<std::string> NationOf(sql::Transaction& transaction, const std::string& region);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_STORE_H_
