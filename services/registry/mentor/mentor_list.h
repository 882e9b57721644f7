#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_LIST_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/filter/listing.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Lists of mentors: who is in the register on a day, of an authority or of all in some scopes.
namespace telemachus::registry {

// A list of mentors that was asked for. Its rows are the names of mentors.
struct MentorListing {
  filter::Listing listing;
  filter::Order order;
};

// What a request asks for on a day (YYYY-MM-DD). `scopes` are the authorities, regions and nations
// in which the caller is staff; they count where the request asks for all authorities. What can be
// asked for is what every member of staff reads of a mentor, so that no filter and no order tells
// more than the answer. INVALID_ARGUMENT if filter or order is none. Pure.
absl::StatusOr<MentorListing> ListingOf(const v1::ListMentorsRequest& request,
                                        const std::vector<std::string>& scopes,
                                        const std::string& day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_LIST_H_
