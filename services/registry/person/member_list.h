#ifndef TELEMACHUS_REGISTRY_PERSON_MEMBER_LIST_H_
#define TELEMACHUS_REGISTRY_PERSON_MEMBER_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/filter/listing.h"
#include "telemachus/registry/v1/person.pb.h"

// Lists of members: who sits on a day in an authority, or in all of some scopes.
namespace telemachus::registry {

// A list of members that was asked for. Its rows are the names of people, each once.
struct MemberListing {
  filter::Listing listing;
  filter::Order order;
};

// What a request asks for on a day (YYYY-MM-DD). `scopes` are the authorities, regions and nations
// in which the caller is staff; they count where the request asks for all authorities, and are up
// to 100. INVALID_ARGUMENT if filter or order is none. Pure.
absl::StatusOr<MemberListing> ListingOf(const v1::ListMembersRequest& request,
                                        const std::vector<std::string>& scopes,
                                        const std::string& day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_MEMBER_LIST_H_
