#ifndef TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_LIST_H_
#define TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/filter/listing.h"
#include "common/sql/database.h"
#include "registry/authority/authority_store.h"

// Lists of authorities: which, and in which order. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// A list of authorities that was asked for.
struct AuthorityListing {
  filter::Listing listing;
  filter::Order order;
};

// What a request asks for on a day (YYYY-MM-DD). INVALID_ARGUMENT if its filter or order is none.
absl::StatusOr<AuthorityListing> ListingOf(const v1::ListAuthoritiesRequest& request,
                                           const std::string& today);

// The authorities of one page, and where the next begins.
struct AuthorityPage {
  std::vector<StoredAuthority> authorities;
  std::string next;
};
absl::StatusOr<AuthorityPage> ReadPage(sql::Transaction& transaction,
                                       const AuthorityListing& listing, const std::string& position,
                                       int size);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_AUTHORITY_AUTHORITY_LIST_H_
